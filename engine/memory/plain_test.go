package memory

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/engine/tables"
	"github.com/contrechamp/contrechamp/store"
	"github.com/contrechamp/contrechamp/words"
)

// plain is the engine as anybody would write it: a list of ads, newest first,
// and a loop for every call. It keeps nothing between calls.
type plain struct {
	small *tables.Tables
	ads   []plainAd
}

// plainAd is an ad with all that can be asked of it.
type plainAd struct {
	row               engine.Row
	setting           tables.Setting
	text              int32
	creative          string
	changed           bool
	estimate, reached contrechamp.Range
	texts             [][3][]string // terms of the three fields of each text
	textIDs           []int32
}

// plainOf reads every ad of a store. It numbers messages as they come.
func plainOf(t testing.TB, st *store.Store, small *tables.Tables) *plain {
	t.Helper()
	ctx := t.Context()
	_, boxByID, err := tables.Load(ctx, st)
	if err != nil {
		t.Fatal(err)
	}
	e := &plain{small: small}
	at := map[int32]int{}
	messages := map[[3]any]int32{}
	read := func(name string, row func(scan func(...any) error) error) {
		if err := st.Each(ctx, name, row); err != nil {
			t.Fatal(name, err)
		}
	}
	read("AdColumns", func(scan func(...any) error) error {
		var a plainAd
		var num, box, gone int32
		var id, archive, country, currency, lang string
		var lo, hi int64
		var open bool
		err := scan(&num, &id, &archive, &a.row.Advertiser, &a.row.Payer, &country, &a.row.Start, &a.row.End, &lo, &hi, &open, &currency, &box, &a.text, &a.creative, &lang, &gone)
		code := func(w string) uint16 { c, _ := small.Words.Code(w); return c }
		a.setting = tables.Setting{Archive: code(archive), Country: code(country), Currency: code(currency), Lang: code(lang)}
		a.row.Number, a.row.Box, a.row.Gone = engine.Number(num), boxByID[box], gone == 1
		a.row.Setting = int32(slices.Index(small.Settings, a.setting))
		if lo >= 0 {
			a.row.Money = contrechamp.Range{Lo: lo, Hi: hi, Open: open, Stated: true}
		}
		said := [3]any{a.row.Payer, a.text, ""}
		if a.text < 0 {
			said[2] = a.creative
			if a.creative == "" {
				said = [3]any{"its own", num, ""}
			}
		}
		if _, known := messages[said]; !known {
			messages[said] = int32(len(messages))
		}
		a.row.Message, a.row.Text = messages[said], a.text
		at[num] = len(e.ads)
		e.ads = append(e.ads, a)
		return err
	})
	read("ChangedAds", func(scan func(...any) error) error {
		var num int32
		err := scan(&num)
		e.ads[at[num]].changed = true
		return err
	})
	read("Estimates", func(scan func(...any) error) error {
		var num int32
		var lo, hi, reachedLo, reachedHi *int64
		var open bool
		err := scan(&num, &lo, &hi, &open, &reachedLo, &reachedHi)
		a := &e.ads[at[num]]
		if lo != nil {
			a.estimate = contrechamp.Range{Lo: *lo, Open: open, Stated: true}
			if hi != nil {
				a.estimate.Hi = *hi
			}
		}
		if reachedLo != nil {
			a.reached = contrechamp.Between(*reachedLo, *reachedHi)
		}
		return err
	})
	rows, err := st.DatabaseForTest(t).Query("select ad_text.ad, ad_text.text, body, title, description from ad_text join text on text.id = ad_text.text")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var num, id int32
		var body, title, description *string
		if err := rows.Scan(&num, &id, &body, &title, &description); err != nil {
			t.Fatal(err)
		}
		var fields [3][]string
		for i, s := range []*string{body, title, description} {
			if s != nil {
				fields[i] = words.List(*s)
			}
		}
		a := &e.ads[at[num]]
		a.texts, a.textIDs = append(a.texts, fields), append(a.textIDs, id)
	}
	return e
}

// plainSelection says of every ad whether it is selected.
type plainSelection []bool

func (plainSelection) Key() string { return "" }
func (plainSelection) Bytes() int  { return 0 }

func (e *plain) Version() string        { return "" }
func (e *plain) Tables() *tables.Tables { return e.small }

func (e *plain) Select(_ context.Context, all []engine.Condition) (engine.Selection, error) {
	s := make(plainSelection, len(e.ads))
	for i := range e.ads {
		s[i] = e.ads[i].meets(e.small, all)
	}
	return s, nil
}

func (a *plainAd) meets(small *tables.Tables, all []engine.Condition) bool {
	for _, c := range all {
		if len(c.Any) > 0 {
			if !slices.ContainsFunc(c.Any, func(list []engine.Condition) bool { return a.meets(small, list) }) {
				return false
			}
			continue
		}
		var ok bool
		switch c.Property {
		case engine.OfCreative:
			ok = a.creative == c.Word
		case engine.OfText:
			ok = slices.ContainsFunc(a.textIDs, func(id int32) bool { return slices.Contains(c.Values, id) })
		case engine.OfWords:
			ok = slices.ContainsFunc(a.texts, func(t [3][]string) bool { return saysSo(t, c.Words) })
		default:
			v := a.value(c.Property)
			if c.Values == nil {
				ok = c.Lo <= v && v <= c.Hi
			}
			for _, want := range c.Values {
				ok = ok || int64(want) == v
			}
		}
		if !ok {
			return false
		}
	}
	return true
}

func (a *plainAd) value(p engine.Property) int64 {
	yes := func(b bool) int64 {
		if b {
			return 1
		}
		return 0
	}
	switch p {
	case engine.Box:
		return int64(a.row.Box)
	case engine.Advertiser:
		return int64(a.row.Advertiser)
	case engine.Payer:
		return int64(a.row.Payer)
	case engine.Archive:
		return int64(a.setting.Archive)
	case engine.Country:
		return int64(a.setting.Country)
	case engine.Currency:
		return int64(a.setting.Currency)
	case engine.Day:
		return int64(a.row.Start)
	case engine.MoneyLo:
		if a.row.Money.Stated {
			return a.row.Money.Lo
		}
		return -1
	case engine.MoneyHi:
		if a.row.Money.Stated && !a.row.Money.Open {
			return a.row.Money.Hi
		}
		return -1
	case engine.HasText:
		return yes(a.text >= 0)
	case engine.IsGone:
		return yes(a.row.Gone)
	case engine.HasChanged:
		return yes(a.changed)
	case engine.OfMessage:
		return int64(a.row.Message)
	}
	panic("a property that there is not")
}

// saysSo says whether a text meets a question about words.
func saysSo(text [3][]string, q *engine.Words) bool {
	has := func(term string) bool {
		return slices.ContainsFunc(text[:], func(field []string) bool { return slices.Contains(field, term) })
	}
	for _, terms := range q.Each {
		if !slices.ContainsFunc(terms, has) {
			return false
		}
	}
	for _, phrase := range q.Phrases {
		if !slices.ContainsFunc(text[:], func(field []string) bool {
			return strings.Contains(" "+strings.Join(field, " ")+" ", " "+strings.Join(phrase, " ")+" ")
		}) {
			return false
		}
	}
	return !slices.ContainsFunc(q.Without, func(w *engine.Words) bool { return saysSo(text, w) })
}

// in gives the ads of a selection.
func (e *plain) in(s engine.Selection) []*plainAd {
	var out []*plainAd
	for i := range e.ads {
		if s == nil || s.(plainSelection)[i] {
			out = append(out, &e.ads[i])
		}
	}
	return out
}

func (e *plain) Count(_ context.Context, s engine.Selection) (*engine.Counts, error) {
	last := int32(0)
	for _, a := range e.ads {
		last = max(last, a.row.Start)
	}
	n := &engine.Counts{Boxes: make([]int32, len(e.small.Boxes.List)), Payers: make([]int32, len(e.small.Payers)), Advertisers: make([]int32, len(e.small.Advertisers)),
		Settings: make([]int32, len(e.small.Settings)), Days: make([]int32, last+1), Money: make([]engine.MoneySum, len(e.small.Settings))}
	messages := map[int32]bool{}
	for _, a := range e.in(s) {
		n.Ads++
		messages[a.row.Message] = true
		n.Boxes[a.row.Box]++
		n.Payers[a.row.Payer]++
		n.Advertisers[a.row.Advertiser]++
		n.Settings[a.row.Setting]++
		if a.row.Start >= 0 {
			n.Days[a.row.Start]++
		}
		if a.row.Money.Stated {
			n.Money[a.row.Setting] = n.Money[a.row.Setting].Plus(a.sum())
		}
	}
	n.Messages = len(messages)
	return n, nil
}

func (a *plainAd) sum() engine.MoneySum { return engine.SumOf(a.row.Money) }

func (e *plain) Page(_ context.Context, s engine.Selection, o engine.Order, after engine.Number, n int) (rows []engine.Message, before int, err error) {
	var firsts []*plainAd
	same := map[int32]int{}
	for _, a := range e.in(s) {
		if same[a.row.Message]++; same[a.row.Message] == 1 {
			firsts = append(firsts, a)
		}
	}
	key := func(a *plainAd) int64 {
		box := &e.small.Boxes.List[a.row.Box]
		switch o {
		case engine.ByMoney:
			if a.row.Money.Stated {
				return -a.row.Money.Hi
			}
			return 1
		case engine.BySize:
			if box.SizeHi < 0 {
				return 1 << 62
			}
			return box.SizeHi
		case engine.ByCriteria:
			return -int64(box.Criteria)
		}
		return 0
	}
	if o == engine.Oldest {
		slices.Reverse(firsts)
	}
	slices.SortStableFunc(firsts, func(a, b *plainAd) int { return cmp.Compare(key(a), key(b)) })
	if after != engine.NoAd {
		at := slices.IndexFunc(firsts, func(a *plainAd) bool { return a.row.Number == after })
		if at < 0 {
			return nil, 0, contrechamp.ErrInvalid
		}
		before = at + 1
	}
	for _, a := range firsts[before:min(before+n, len(firsts))] {
		rows = append(rows, engine.Message{Newest: a.row.Number, Same: same[a.row.Message]})
	}
	return rows, before, nil
}

func (e *plain) Rows(_ context.Context, numbers []engine.Number) ([]engine.Row, error) {
	out := []engine.Row{}
	for _, n := range numbers {
		for _, a := range e.ads {
			if a.row.Number == n {
				out = append(out, a.row)
			}
		}
	}
	return out, nil
}

func (e *plain) Uses(_ context.Context, s engine.Selection, by engine.By) iter.Seq2[engine.Use, error] {
	var order [][3]int32
	groups := map[[3]int32][]*plainAd{}
	for _, a := range e.in(s) {
		k := [3]int32{-1, -1, -1}
		switch by {
		case engine.OfBox:
			k[0] = a.row.Box
		case engine.OfAdvertiser:
			k[1] = a.row.Advertiser
		case engine.OfDay:
			k[2] = a.row.Start
		case engine.OfBoxAndAdvertiser:
			k[0], k[1] = a.row.Box, a.row.Advertiser
		}
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], a)
	}
	return func(yield func(engine.Use, error) bool) {
		for _, k := range order {
			u := engine.Use{Box: k[0], Advertiser: k[1], Day: k[2], Ads: len(groups[k]), First: -1, Last: -1}
			others := map[int32]bool{}
			for _, a := range groups[k] {
				if d := a.row.Start; d >= 0 && (u.First < 0 || d < u.First) {
					u.First = d
				}
				u.Last = max(u.Last, a.row.Start)
				switch by {
				case engine.OfBox:
					others[a.row.Advertiser] = true
				case engine.OfAdvertiser:
					others[a.row.Box] = true
				}
			}
			u.Others = len(others)
			for code := range uint16(len(e.small.Words.List)) {
				m := engine.CurrencySum{Currency: code}
				for _, a := range groups[k] {
					if a.setting.Currency == code && a.row.Money.Stated {
						m.MoneySum, m.Dearest = m.Plus(a.sum()), max(m.Dearest, a.row.Money.Hi)
					}
				}
				if m.Ads > 0 {
					u.Money = append(u.Money, m)
				}
			}
			if !yield(u, nil) {
				return
			}
		}
	}
}

func (e *plain) Estimates(_ context.Context, s engine.Selection) iter.Seq2[engine.Estimate, error] {
	var out []engine.Estimate
	for _, a := range e.in(s) {
		x := engine.Estimate{Archive: a.setting.Archive, Box: a.row.Box, Estimate: a.estimate, Reached: a.reached}
		i := slices.IndexFunc(out, func(y engine.Estimate) bool {
			return x.Archive == y.Archive && x.Box == y.Box && x.Estimate == y.Estimate && x.Reached == y.Reached
		})
		if i < 0 {
			i, x.Newest = len(out), a.row.Number
			out = append(out, x)
		}
		out[i].Ads++
	}
	return listed(out)
}

func (e *plain) Cards(_ context.Context, s engine.Selection) iter.Seq2[engine.Card, error] {
	var out []engine.Card
	for _, a := range e.in(s) {
		i := slices.IndexFunc(out, func(x engine.Card) bool {
			return x.Message == a.row.Message && x.Advertiser == a.row.Advertiser && x.Box == a.row.Box && x.Archive == a.setting.Archive
		})
		if i < 0 {
			i = len(out)
			out = append(out, engine.Card{Message: a.row.Message, Advertiser: a.row.Advertiser, Box: a.row.Box, Archive: a.setting.Archive, Newest: a.row.Number, Text: a.text})
		}
		out[i].Ads++
	}
	return listed(out)
}

func (e *plain) Widest(context.Context) (engine.Number, int, error) {
	newest, most := engine.NoAd, 0
	for _, a := range e.ads {
		if a.text < 0 {
			continue
		}
		boxes := map[int32]bool{}
		for _, b := range e.ads {
			if b.row.Message == a.row.Message && b.text >= 0 {
				boxes[b.row.Box] = true
			}
		}
		if len(boxes) > most {
			newest, most = a.row.Number, len(boxes)
		}
	}
	return newest, most, nil
}

func (e *plain) Each(_ context.Context, s engine.Selection) iter.Seq2[engine.Number, error] {
	var out []engine.Number
	for _, a := range e.in(s) {
		out = append(out, a.row.Number)
	}
	return listed(out)
}

func listed[T any](list []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, x := range list {
			if !yield(x, nil) {
				return
			}
		}
	}
}
