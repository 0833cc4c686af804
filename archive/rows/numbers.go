package rows

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp"
)

// Whole reads a whole amount that is not negative, faster than strconv for
// plain digits.
func Whole(field string, b []byte) (int64, *Error) {
	var n int64
	if len(b) == 0 || len(b) > 12 {
		n = -1
	}
	for _, c := range b {
		if c < '0' || c > '9' || n < 0 {
			n = -1
			break
		}
		n = 10*n + int64(c-'0')
	}
	if n >= 0 {
		return n, nil
	}
	s := string(b)
	if x, err := strconv.ParseFloat(s, 64); err == nil && x < 0 {
		return 0, Bad("bad-number", "{field} is {x}: it cannot be negative", "field", field, "x", s)
	}
	if plain := Plain(s, false); plain != s {
		return Whole(field, []byte(plain))
	}
	return 0, Bad("bad-number", `{field} is "{x}", which is no whole number`, "field", field, "x", Short(s))
}

// Bucket reads a number or one of Google's brackets of all generations:
// "≤ 10k", "10k-100k", "1M–10M", "> 10M", "6000-7000", "≥10000000". Times scale.
func Bucket(field string, b []byte, scale int64) (contrechamp.Range, *Error) {
	if b[0] >= '0' && b[0] <= '9' && bytes.IndexFunc(b, func(c rune) bool { return c < '0' || c > '9' }) < 0 {
		n, e := Whole(field, b)
		return contrechamp.Exactly(n * scale), e
	}
	s := strings.NewReplacer(" ", "", "\u00a0", "", ",", "", "–", "-", "<=", "≤", ">=", "≥").Replace(string(b))
	wrong := Bad("bad-number", `{field} is "{x}", which is no number and no bracket`, "field", field, "x", Short(string(b)))
	if n, ok := shortNumber(s); ok {
		return contrechamp.Exactly(n * scale), nil
	}
	if n, ok := fraction(s, scale); ok {
		return contrechamp.Exactly(n), nil
	}
	if up, ok := cutAny(s, "≤", "<"); ok {
		n, ok := shortNumber(up)
		if !ok {
			return contrechamp.Range{}, wrong
		}
		return contrechamp.Between(0, n*scale), nil
	}
	if up, ok := cutAny(s, "≥"); ok {
		n, ok := shortNumber(up)
		if !ok {
			return contrechamp.Range{}, wrong
		}
		return contrechamp.AtLeast(n * scale), nil
	}
	if up, ok := cutAny(s, ">"); ok {
		n, ok := shortNumber(up)
		if !ok {
			return contrechamp.Range{}, wrong
		}
		return contrechamp.AtLeast(n * scale), nil
	}
	lo, hi, _ := strings.Cut(s, "-")
	from, ok := shortNumber(lo)
	to, ok2 := shortNumber(hi)
	switch {
	case strings.HasPrefix(s, "-"):
		return contrechamp.Range{}, Bad("bad-number", "{field} is {x}: it cannot be negative", "field", field, "x", Short(string(b)))
	case !ok || !ok2:
		return contrechamp.Range{}, wrong
	case to < from:
		return contrechamp.Range{}, Bad("bad-range", "{field} goes from {lo} down to {hi}", "field", field, "lo", lo, "hi", hi)
	}
	return contrechamp.Between(from*scale, to*scale), nil
}

// fraction reads an amount that is no whole number of units, or one in E form.
func fraction(s string, scale int64) (int64, bool) {
	if strings.IndexByte(s, '.') < 0 && !strings.ContainsAny(s, "eE") || strings.HasPrefix(s, "-") {
		return 0, false
	}
	s = Plain(s, false)
	if scale == 100 {
		n, e := Hundredths("", s)
		return n, e == nil
	}
	n, e := Count("", s)
	return n * scale, e == nil
}

func cutAny(s string, marks ...string) (string, bool) {
	for _, m := range marks {
		if rest, ok := strings.CutPrefix(s, m); ok {
			return rest, true
		}
	}
	return s, false
}

// shortNumber reads 1000, 10k, 1M.
func shortNumber(s string) (int64, bool) {
	times := int64(1)
	if cut, ok := strings.CutSuffix(strings.ToLower(s), "k"); ok {
		s, times = cut, 1000
	} else if cut, ok := strings.CutSuffix(strings.ToLower(s), "m"); ok {
		s, times = cut, 1_000_000
	}
	n, err := strconv.ParseUint(s, 10, 40)
	return int64(n) * times, err == nil && int64(n) <= maxAmount/times
}
