package rows

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/format"
)

// Keys counts what is filled in under names that a format does not read. What
// is read is told by the type into which its objects are read.
type Keys struct{ root *key }

// key is a name at one place of an object.
type key struct {
	known  bool
	below  map[string]*key // names of the objects under it; nil where it is not looked into
	filled int64           // of an unknown one
}

// KnownKeys are those of a struct: names of its fields by their json tags, those
// of structs and lists of structs below them too. A type that reads its JSON by
// itself is read whole.
func KnownKeys(v any) *Keys { return &Keys{&key{known: true, below: fields(reflect.TypeOf(v))}} }

var reader = reflect.TypeFor[json.Unmarshaler]()

func fields(t reflect.Type) map[string]*key {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || reflect.PointerTo(t).Implements(reader) {
		return nil
	}
	out := map[string]*key{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && name == "" {
			maps.Copy(out, fields(f.Type))
			continue
		}
		if name != "" && name != "-" {
			out[name] = &key{known: true, below: fields(f.Type)}
		}
	}
	return out
}

// Also adds names that are read elsewhere, or that hold nothing of the ad, such
// as those around a list of rows.
func (k *Keys) Also(names ...string) *Keys {
	for _, n := range names {
		k.root.below[n] = &key{known: true}
	}
	return k
}

// See counts the names of an object.
func (k *Keys) See(object []byte) {
	s := keyScan{b: object}
	s.blank()
	s.value(k.root)
}

// Unread gives what was filled in and not read, by name: a path with dots.
func (k *Keys) Unread(file string) []contrechamp.Unread {
	var out []contrechamp.Unread
	var walk func(path string, at *key)
	walk = func(path string, at *key) {
		for _, name := range slices.Sorted(maps.Keys(at.below)) {
			below := at.below[name]
			if !below.known && below.filled > 0 {
				out = append(out, contrechamp.Unread{File: file, Field: path + name, Filled: below.filled})
			}
			walk(path+name+".", below)
		}
	}
	walk("", k.root)
	return out
}

// TellUnread hands what a file holds and a format does not read to a sink that
// wants to know.
func TellUnread(sink format.Sink, unread []contrechamp.Unread) error {
	to, ok := sink.(format.Teller)
	if !ok {
		return nil
	}
	for _, u := range unread {
		if err := to.Unread(u); err != nil {
			return err
		}
	}
	return nil
}

// mostNames is how many unknown names one object may add: an object keyed by ids
// would else fill the list.
const mostNames = 200

// keyScan goes through JSON that is well-formed, or stops.
type keyScan struct {
	b []byte
	i int
}

func (s *keyScan) blank() {
	for s.i < len(s.b) && (s.b[s.i] == ' ' || s.b[s.i] == '\n' || s.b[s.i] == '\r' || s.b[s.i] == '\t') {
		s.i++
	}
}

// text passes over a string and gives what is between its quotes.
func (s *keyScan) text() []byte {
	s.i++
	start := s.i
	for s.i < len(s.b) {
		j := bytes.IndexAny(s.b[s.i:], `"\`)
		if j < 0 {
			s.i = len(s.b)
			return s.b[start:]
		}
		s.i += j
		if s.b[s.i] == '"' {
			s.i++
			return s.b[start : s.i-1]
		}
		s.i += 2
	}
	s.i = min(s.i, len(s.b))
	return s.b[start:s.i]
}

// value passes over a value, counting names below at; nil: nothing is counted. It
// says whether the value is filled.
func (s *keyScan) value(at *key) (filled bool) {
	if s.i >= len(s.b) {
		return false
	}
	switch s.b[s.i] {
	case '"':
		return len(s.text()) > 0
	case '{':
		return s.object(at)
	case '[':
		s.i++
		for {
			s.blank()
			if s.i >= len(s.b) {
				return filled
			}
			switch s.b[s.i] {
			case ']':
				s.i++
				return filled
			case ',':
				s.i++
				continue
			}
			before := s.i
			if s.value(at) {
				filled = true
			}
			if s.i == before {
				s.i = len(s.b)
			}
		}
	}
	start := s.i
	for s.i < len(s.b) && !strings.ContainsRune(",]} \n\r\t", rune(s.b[s.i])) {
		s.i++
	}
	return s.i > start && string(s.b[start:s.i]) != "null"
}

func (s *keyScan) object(at *key) (filled bool) {
	s.i++
	for {
		s.blank()
		if s.i >= len(s.b) {
			return filled
		}
		switch s.b[s.i] {
		case '}':
			s.i++
			return filled
		case ',':
			s.i++
			continue
		case '"':
		default:
			s.i = len(s.b)
			return filled
		}
		name := s.text()
		s.blank()
		if s.i < len(s.b) && s.b[s.i] == ':' {
			s.i++
		}
		s.blank()
		var below *key
		if at != nil && at.below != nil {
			below = at.below[string(name)]
			if below == nil && len(at.below) < mostNames {
				below = &key{}
				at.below[string(name)] = below
			}
		}
		full := s.value(below)
		filled = filled || full
		if full && below != nil && !below.known {
			below.filled++
		}
	}
}
