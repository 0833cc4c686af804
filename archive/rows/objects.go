package rows

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"
)

// NewObjects reads JSON objects, as Documents does, as the rows of a table with
// these columns: a cell is the value of the column's key, whatever its case. A
// number, true or false is the cell's text, null and what is missing are blank,
// and a list or an object is its JSON.
func NewObjects(ctx context.Context, r io.Reader, file string, names []string) *Table {
	t := &Table{File: file, objects: NewDocuments(ctx, r, file), keys: names, Fields: make([][]byte, len(names)), Width: len(names)}
	t.names = NewColumns(names)
	t.remember(len(names))
	t.unknown = map[string]int64{}
	return t
}

// nextObject moves to the next object.
func (t *Table) nextObject() error {
	err := t.objects.Next()
	t.raw, t.line = t.objects.Raw, t.objects.n
	if err != nil {
		return err
	}
	clear(t.Fields)
	var object map[string]json.RawMessage
	if err := json.Unmarshal(t.raw, &object); err != nil {
		return Bad("bad-json", "the entry is no JSON object")
	}
	for key, value := range object {
		i := t.names.Find(key)
		if i < 0 && len(value) > 0 && string(value) != "null" && string(value) != `""` && len(t.unknown) < mostNames {
			t.unknown[key]++
		}
		switch {
		case i < 0 || bytes.Equal(value, []byte("null")):
		case len(value) > 0 && value[0] == '"':
			var s string
			if err := json.Unmarshal(value, &s); err != nil {
				return Bad("bad-json", "{field} is no text", "field", key)
			}
			t.Fields[i] = []byte(s)
		default:
			t.Fields[i] = value
		}
	}
	t.fill()
	return nil
}

// KeysOf are the keys of the first object of a text, in its order; none if it
// begins with no object.
func KeysOf(head []byte) []string {
	d := json.NewDecoder(bytes.NewReader(head))
	var keys []string
	depth, list := 0, false
	for {
		token, err := d.Token()
		if err != nil {
			return keys
		}
		switch x := token.(type) {
		case json.Delim:
			switch {
			case x == '[' && depth == 0 && !list:
				list = true // an array of objects
			case x == '{' && depth == 0:
				depth = 1
			case x == '}' && depth == 1:
				return keys
			default:
				return keys
			}
		case string:
			if depth == 0 {
				return keys
			}
			keys = append(keys, x)
			var value json.RawMessage
			if d.Decode(&value) != nil {
				return keys
			}
		default:
			return keys
		}
	}
}

// HasKeys says whether a text begins with an object, alone or in an array, that
// has all these keys, whatever their case.
func HasKeys(head []byte, names ...string) bool {
	keys := KeysOf(head)
	return !slices.ContainsFunc(names, func(n string) bool {
		return !slices.ContainsFunc(keys, func(k string) bool { return strings.EqualFold(k, n) })
	})
}

// withoutKey is an object less one of its keys.
func withoutKey(raw []byte, name string) []byte {
	var object map[string]json.RawMessage
	if json.Unmarshal(raw, &object) != nil {
		return raw
	}
	for k := range object {
		if strings.EqualFold(k, name) {
			delete(object, k)
		}
	}
	cut, err := json.Marshal(object)
	if err != nil {
		return raw
	}
	return cut
}
