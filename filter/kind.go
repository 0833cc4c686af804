package filter

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
)

// Kind is what values of a key are.
type Kind uint8

const (
	_          Kind = iota // no row leaves it out
	Text                   // words, "a phrase", prefix*, -without
	Advertiser             // an id or words of a name
	Name                   // words of a name; none: not disclosed
	Archive                // names of formats
	Country                // ISO 3166-1
	Currency               // ISO 4217
	Day                    // 2024-05-31
	Month                  // 2024-05
	Fact                   // any, a kind of fact, or a fact
	Expression             // of the language of the box
	Choice                 // of the words in the key's row
	Amount                 // money in whole units, 12.50
	People                 // a number of people
	Count                  // 3, 2..4, 3..
	Box                    // the key of a box
	ID                     // whatever an archive calls something

	kinds // how many there are
)

// Unbounded is the upper end of a Count that has none.
const Unbounded = 1 << 30

// maxAmount is the largest amount that can be asked for, in whole units.
const maxAmount = 1e15

// read understands a value of the key: what it means goes into the term.
func (k Key) read(value string) (Term, error) {
	t := Term{Key: k, Value: value}
	var err error
	switch k.Kind {
	case Text, Advertiser, Name, Box, ID: // as given
	case Archive, Choice:
		t.Words = strings.Split(value, "|")
		if slices.ContainsFunc(t.Words, func(w string) bool { return !slices.Contains(k.Words, w) }) {
			err = contrechamp.Invalid("must be one of {list}", "list", strings.Join(k.Words, ", "))
		}
	case Country, Currency:
		t.Words = strings.Split(strings.ToUpper(value), "|")
	case Day:
		var day time.Time
		if day, err = time.Parse(time.DateOnly, value); err != nil {
			err = contrechamp.Invalid("not a day; write 2024-05-31")
		}
		t.From, t.To = days(day), days(day)
	case Month:
		var first time.Time
		if first, err = time.Parse("2006-01", value); err != nil {
			err = contrechamp.Invalid("not a month; write 2024-05")
		}
		t.From, t.To = days(first), days(first.AddDate(0, 1, -1))
	case Fact:
		if _, no := audience.ParseKind(value); value != "any" && no != nil {
			t.Expr, err = audience.Parse(value)
		}
	case Expression:
		t.Expr, err = audience.Parse(value)
	case Amount:
		t.Number, err = amount(value)
	case People:
		if t.Number, err = strconv.ParseInt(value, 10, 64); err != nil || t.Number < 0 {
			err = contrechamp.Invalid("not a number of people; write 1000")
		}
	case Count:
		t.From, t.To, err = count(value)
	default:
		panic("filter: the row of " + k.Name + " has no kind of value")
	}
	return t, err
}

func days(t time.Time) int64 { return t.Unix() / 86400 }

func amount(value string) (hundredths int64, err error) {
	x, err := strconv.ParseFloat(value, 64)
	switch {
	case err != nil || math.IsNaN(x) || x > maxAmount:
		return 0, contrechamp.Invalid("not an amount; write 1000 or 12.50")
	case x < 0:
		return 0, contrechamp.Invalid("an amount is not negative")
	}
	return int64(x*100 + .5), nil
}

func count(value string) (least, most int64, err error) {
	lo, hi, ranged := strings.Cut(value, "..")
	a, err := strconv.Atoi(lo)
	b := a
	switch {
	case err != nil || !ranged:
	case hi == "":
		b = Unbounded
	default:
		b, err = strconv.Atoi(hi)
	}
	if err != nil || a < 0 || b < a {
		return 0, 0, contrechamp.Invalid("not a number or a range of numbers; write 3.. or 2..4 or 3")
	}
	return int64(a), int64(b), nil
}
