package meta

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/rows"
)

// str is a string that may come as a number.
type str string

func (s *str) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		var v string
		err := json.Unmarshal(b, &v)
		*s = str(strings.TrimSpace(v))
		return err
	}
	switch {
	case bytes.Equal(b, []byte("null")):
		*s = ""
	case len(b) > 0 && (b[0] == '{' || b[0] == '['):
		return fmt.Errorf("a list or object stands where a word or number should: %.40s", b)
	default:
		*s = str(b)
	}
	return nil
}

// metaTexts is a list of texts; one string is a list of one.
type metaTexts []string

func (t *metaTexts) UnmarshalJSON(b []byte) error {
	var list []*str
	if err := listOrOne(b, &list); err != nil {
		return err
	}
	for _, s := range list {
		if s != nil {
			*t = append(*t, string(*s))
		}
	}
	return nil
}

// metaWords is a list of words; one string holds them with commas between.
type metaWords []string

func (w *metaWords) UnmarshalJSON(b []byte) error {
	var list []*str
	if err := listOrOne(b, &list); err != nil {
		return err
	}
	for _, s := range list {
		if s == nil {
			continue
		}
		for word := range strings.SplitSeq(string(*s), ",") {
			if word = strings.TrimSpace(word); word != "" {
				*w = append(*w, word)
			}
		}
	}
	return nil
}

func listOrOne(b []byte, list *[]*str) error {
	if len(b) > 0 && b[0] == '[' {
		return json.Unmarshal(b, list)
	}
	var one *str
	if err := json.Unmarshal(b, &one); err != nil {
		return err
	}
	if one != nil && *one != "" {
		*list = []*str{one}
	}
	return nil
}

// metaRange is {"lower_bound": "0", "upper_bound": "99"}; the last bracket has
// no upper bound. Tables write it as JSON, as Python prints it, or as
// "lower_bound: 0, upper_bound: 99".
type metaRange struct {
	Lower str `json:"lower_bound"`
	Upper str `json:"upper_bound"`
}

var (
	lowerBound = regexp.MustCompile(`lower_bound\W+(-?[0-9.]+)`)
	upperBound = regexp.MustCompile(`upper_bound\W+(-?[0-9.]+)`)
)

func (r *metaRange) UnmarshalJSON(b []byte) error {
	type plain metaRange
	if len(b) > 0 && b[0] == '{' {
		return json.Unmarshal(b, (*plain)(r))
	}
	var s str
	if err := json.Unmarshal(b, &s); err != nil || s == "" {
		return err
	}
	lo, hi := lowerBound.FindStringSubmatch(string(s)), upperBound.FindStringSubmatch(string(s))
	if lo == nil && hi == nil {
		if _, err := strconv.ParseFloat(string(s), 64); err != nil {
			return fmt.Errorf("%.60q is no range", s)
		}
		r.Lower, r.Upper = s, s
		return nil
	}
	if lo != nil {
		r.Lower = str(lo[1])
	}
	if hi != nil {
		r.Upper = str(hi[1])
	}
	return nil
}

func (r metaRange) read(field string, number func(field, s string) (int64, *rows.Error)) (contrechamp.Range, *rows.Error) {
	var lo, hi int64
	var b *rows.Error
	if r.Lower == "" && r.Upper == "" {
		return contrechamp.Range{}, nil
	}
	if r.Lower != "" {
		if lo, b = number(field, string(r.Lower)); b != nil {
			return contrechamp.Range{}, b
		}
	}
	if r.Upper == "" {
		return contrechamp.AtLeast(lo), nil
	}
	if hi, b = number(field, string(r.Upper)); b != nil {
		return contrechamp.Range{}, b
	}
	if hi < lo {
		return contrechamp.Range{}, rows.Bad("bad-range", "{field} goes from {lower} down to {upper}", "field", field, "lower", string(r.Lower), "upper", string(r.Upper))
	}
	return contrechamp.Between(lo, hi), nil
}
