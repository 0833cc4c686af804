package parquet

import (
	"encoding/json"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// node is a field of the schema. Def and rep are its levels, as Dremel counts
// them: how many of the fields down to it are optional or repeated, and repeated.
type node struct {
	name     string
	optional bool
	repeated bool
	isMap    bool // a group whose field is the repeated pairs of a map
	isList   bool // a group whose field is the repeated elements of a list
	wraps    bool // that field, where each element lies in a group of its own
	def, rep int
	leaf     int // the first leaf at or below
	until    int // behind the last
	fields   []*node
	text     func(parquet.Value) ([]byte, bool) // of a leaf: its JSON, false for none
}

// node makes a field, whose levels are those of what it lies in.
func (l *lines) node(f parquet.Field, def, rep int) *node {
	n := &node{name: f.Name(), optional: f.Optional(), repeated: f.Repeated(), leaf: l.leaves}
	if n.optional || n.repeated {
		def++
	}
	if n.repeated {
		rep++
	}
	n.def, n.rep = def, rep
	if f.Leaf() {
		n.text = textOf(f.Type())
		l.leaves++
	} else {
		for _, x := range f.Fields() {
			n.fields = append(n.fields, l.node(x, def, rep))
		}
		if len(n.fields) == 1 && n.fields[0].repeated && n.fields[0].fields != nil || len(n.fields) == 1 && isOf[*format.ListType](f) {
			inner := n.fields[0]
			n.isMap = isOf[*format.MapType](f) || inner.name == "key_value"
			n.isList = !n.isMap && (isOf[*format.ListType](f) || inner.name == "list" || inner.name == "bag" || inner.name == "array")
			inner.wraps = n.isList && len(inner.fields) == 1
		}
	}
	n.until = l.leaves
	return n
}

// isOf says that a group is marked as of a logical type.
func isOf[T format.LogicalTypeValue](f parquet.Field) bool {
	t := f.Type().LogicalType()
	if t == nil {
		return false
	}
	_, ok := t.Value.(T)
	return ok
}

// object appends the fields that have a value.
func (l *lines) object(to []byte, fields []*node) []byte {
	to = append(to, '{')
	first := true
	for _, n := range fields {
		value, ok := l.value(n)
		if !ok {
			continue
		}
		if !first {
			to = append(to, ',')
		}
		first = false
		to = append(append(appendString(to, n.name), ':'), value...)
	}
	return append(to, '}')
}

// value is the JSON of a field of the current row, false if it has none.
func (l *lines) value(n *node) ([]byte, bool) {
	v, ok := l.peek(n)
	if !ok {
		return nil, false
	}
	if (n.optional || n.repeated) && v.DefinitionLevel() < n.def {
		l.skip(n)
		if n.repeated {
			return []byte("[]"), true
		}
		return nil, false
	}
	if !n.repeated {
		return l.one(n)
	}
	list := []byte{'['}
	for first := true; ; first = false {
		v, ok := l.peek(n)
		if !ok || !first && v.RepetitionLevel() != n.rep {
			break
		}
		value, ok := l.one(n)
		if !ok {
			value = []byte("null")
		}
		if !first {
			list = append(list, ',')
		}
		list = append(list, value...)
	}
	return append(list, ']'), true
}

// one is the JSON of one value of a field that is there.
func (l *lines) one(n *node) ([]byte, bool) {
	switch {
	case n.fields == nil:
		v := l.values[n.leaf][l.at[n.leaf]]
		l.at[n.leaf]++
		return n.text(v)
	case n.isMap:
		return l.pairs(n.fields[0])
	case n.isList, n.wraps:
		return l.value(n.fields[0])
	}
	return l.object(nil, n.fields), true
}

// pairs writes the keys and values of a map as an object.
func (l *lines) pairs(n *node) ([]byte, bool) {
	list, ok := l.value(n)
	if !ok {
		return nil, false
	}
	var entries []struct {
		Key   json.RawMessage `json:"key"`
		Value json.RawMessage `json:"value"`
	}
	if json.Unmarshal(list, &entries) != nil {
		return list, true // no pairs of key and value: the list as it is
	}
	out := []byte{'{'}
	for i, e := range entries {
		if i > 0 {
			out = append(out, ',')
		}
		key := string(e.Key)
		if len(key) == 0 || key[0] != '"' {
			key = `"` + key + `"`
		}
		value := e.Value
		if value == nil {
			value = []byte("null")
		}
		out = append(append(append(out, key...), ':'), value...)
	}
	return append(out, '}'), true
}

// peek is the next value at or below a field.
func (l *lines) peek(n *node) (parquet.Value, bool) {
	if n.leaf >= n.until || l.at[n.leaf] >= len(l.values[n.leaf]) {
		return parquet.Value{}, false
	}
	return l.values[n.leaf][l.at[n.leaf]], true
}

// skip passes the nulls that stand for a field which is not there.
func (l *lines) skip(n *node) {
	for i := n.leaf; i < n.until; i++ {
		l.at[i]++
	}
}

func appendString(to []byte, s string) []byte {
	b, _ := json.Marshal(s) // a string is never refused
	return append(to, b...)
}
