package meta

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"

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
	case len(b) > 0 && b[0] == '{':
		v, ok := mongoValue(b)
		if !ok {
			return errors.New("an object stands where a word or number should")
		}
		*s = v
	case len(b) > 0 && b[0] == '[':
		return errors.New("a list stands where a word or number should")
	default:
		*s = str(b)
	}
	return nil
}

// mongoValue unwraps a number or a date as MongoDB exports them:
// {"$numberLong": "1200"}.
func mongoValue(b []byte) (str, bool) {
	var v map[string]str
	if json.Unmarshal(b, &v) != nil || len(v) != 1 {
		return "", false
	}
	for _, key := range []string{"$numberLong", "$numberInt", "$numberDouble", "$numberDecimal"} {
		if n, ok := v[key]; ok {
			return n, true
		}
	}
	if d, ok := v["$date"]; ok {
		if ms, err := strconv.ParseInt(string(d), 10, 64); err == nil {
			return str(time.UnixMilli(ms).UTC().Format("2006-01-02T15:04:05Z07:00")), true
		}
		return d, true
	}
	return "", false
}

// mongoID is the id of an entry in a database: the ad's own, if it is a word or
// a number, and nothing if it is one that the database has made.
type mongoID str

func (m *mongoID) UnmarshalJSON(b []byte) error {
	var s str
	if s.UnmarshalJSON(b) == nil {
		*m = mongoID(s)
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
	switch {
	case lo != nil || hi != nil:
		if lo != nil {
			r.Lower = str(lo[1])
		}
		if hi != nil {
			r.Upper = str(hi[1])
		}
		return nil
	case isPlainNumber(string(s)):
		r.Lower, r.Upper = s, s
		return nil
	}
	var ok bool
	if r.Lower, r.Upper, ok = shownRange(string(s)); !ok {
		return errors.New("no range")
	}
	return nil
}

func isPlainNumber(s string) bool {
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}

// String is the range as it was given, for a remark.
func (r metaRange) String() string {
	if r.Lower == r.Upper {
		return string(r.Lower)
	}
	return strings.Trim(string(r.Lower)+".."+string(r.Upper), ".")
}

func (r metaRange) read(field string, number func(field, s string) (int64, *rows.Error)) (contrechamp.Range, *rows.Error) {
	r.Lower, r.Upper = shownBound(r.Lower), shownBound(r.Upper)
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
	if r.Upper == "" || r.Upper == "Infinity" || r.Upper == "inf" {
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
