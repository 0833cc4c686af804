package meta

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

// keysOf are the names that a nested field's objects have.
var keysOf = map[string][]string{
	"spend": {"lower_bound", "upper_bound"}, "impressions": {"lower_bound", "upper_bound"},
	"estimated_audience_size":  {"lower_bound", "upper_bound"},
	"target_locations":         {"name", "num_obfuscated", "type", "excluded"},
	"total_reach_by_location":  {"key", "value"},
	"beneficiary_payers":       {"payer", "beneficiary", "current"},
	"demographic_distribution": {"percentage", "age", "gender"}, "delivery_by_region": {"percentage", "region"},
	"age_country_gender_reach_breakdown": {"country", "age_gender_breakdowns", "age_range", "male", "female", "unknown"},
}

// looseJSON reads what Meta's own script leaves of a cell: it takes the quotes
// out of JSON. A name is one of the field's names before a colon; a value ends
// before a comma and the next name, or at the closing bracket, so that
// "name: Lyon, France" stays whole. Of a field without names, the values are
// parted at commas. It says whether all was read.
func looseJSON(field, cell string) (json.RawMessage, bool) {
	l := &loose{rest: strings.TrimSpace(cell), keys: keysOf[field]}
	v, ok := l.value("")
	if !ok || strings.TrimSpace(l.rest) != "" {
		return nil, false
	}
	out, err := json.Marshal(v)
	return out, err == nil
}

type loose struct {
	rest string
	keys []string
}

// value reads a list, an object or a word, which ends where one of the
// characters of stop stands.
func (l *loose) value(stop string) (any, bool) {
	l.blank()
	switch {
	case strings.HasPrefix(l.rest, "["):
		return l.list()
	case strings.HasPrefix(l.rest, "{"):
		return l.object()
	}
	return l.word(stop), true
}

func (l *loose) blank() { l.rest = strings.TrimLeft(l.rest, " \t") }

func (l *loose) list() (any, bool) {
	l.rest = l.rest[1:]
	out := []any{}
	for {
		l.blank()
		switch {
		case l.rest == "":
			return nil, false
		case l.rest[0] == ']':
			l.rest = l.rest[1:]
			return out, true
		case l.rest[0] == ',':
			l.rest = l.rest[1:]
			continue
		}
		v, ok := l.value("],")
		if !ok {
			return nil, false
		}
		out = append(out, v)
	}
}

func (l *loose) object() (any, bool) {
	l.rest = l.rest[1:]
	out := map[string]any{}
	for {
		l.blank()
		switch {
		case l.rest == "":
			return nil, false
		case l.rest[0] == '}':
			l.rest = l.rest[1:]
			return out, true
		case l.rest[0] == ',':
			l.rest = l.rest[1:]
			continue
		}
		key, n := l.key(l.rest)
		if key == "" {
			return nil, false
		}
		l.rest = l.rest[n:]
		v, ok := l.value("}")
		if !ok {
			return nil, false
		}
		out[key] = v
	}
}

// key is the name with which a text begins, and how long it is with its colon.
func (l *loose) key(s string) (string, int) {
	name, _, ok := strings.Cut(s, ":")
	if ok && slices.Contains(l.keys, strings.TrimSpace(name)) {
		return strings.TrimSpace(name), len(name) + 1
	}
	return "", 0
}

// word reads to one of the characters of stop, or, in an object, to a comma
// behind which a name stands.
func (l *loose) word(stop string) any {
	end := len(l.rest)
	for i, c := range l.rest {
		if strings.ContainsRune(stop, c) {
			end = i
			break
		}
		if c == ',' && stop == "}" {
			if key, _ := l.key(strings.TrimLeft(l.rest[i+1:], " ")); key != "" {
				end = i
				break
			}
		}
	}
	w := strings.TrimSpace(l.rest[:end])
	l.rest = l.rest[end:]
	switch strings.ToLower(w) {
	case "true":
		return true
	case "false":
		return false
	case "null", "none", "":
		return nil
	}
	return withEscapes(w)
}

var escape = regexp.MustCompile(`(?:\\u[0-9a-fA-F]{4})+`)

// withEscapes reads the \u00e9 that JSON has for letters beyond ASCII; without
// its quotes nothing else says what they are.
func withEscapes(s string) string {
	return escape.ReplaceAllStringFunc(s, func(e string) string {
		var read string
		if json.Unmarshal([]byte(`"`+e+`"`), &read) != nil {
			return e
		}
		return read
	})
}
