package rows

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"github.com/contrechamp/contrechamp"
)

// Rows lies deeper where people's programs have put answers into lists, or ads
// into an object by their ids or by page numbers. Which objects are rows is told
// by their keys; what holds them is opened up to this many levels.
const mostLevels = 3

// Find makes Documents look for the rows: objects whose keys isRow knows, at most
// three levels down.
func (d *Documents) Find(isRow func(keys []string) bool) *Documents {
	d.isRow = isRow
	return d
}

// liesDeeper says whether the stream begins with a holder of rows that is neither
// an array of them nor an answer with a list.
func (d *Documents) liesDeeper() bool {
	if d.isRow == nil {
		return false
	}
	for d.end-d.pos < feedBlock/4 && d.more() {
	}
	start := bytes.TrimLeft(d.rest(), " \t\r\n\ufeff")
	if len(start) == 0 {
		return false
	}
	dec := json.NewDecoder(bytes.NewReader(start))
	first, err := dec.Token()
	if err != nil {
		return false
	}
	switch first {
	case json.Delim('['):
		keys := KeysOf(start)
		return len(keys) > 0 && !d.isRow(keys) && d.holds(keys)
	case json.Delim('{'):
		keys := KeysOf(start)
		if len(keys) == 0 || d.isRow(keys) || slices.ContainsFunc(d.lists, func(l string) bool { return slices.Contains(keys, l) }) && d.answersAt(start) {
			return false
		}
		// The value of the first key: an object or a list of objects.
		if _, err := dec.Token(); err != nil {
			return false
		}
		inner, err := dec.Token()
		return err == nil && (inner == json.Delim('{') || inner == json.Delim('['))
	}
	return false
}

// answersAt says whether one of the lists of an answer begins in the text.
func (d *Documents) answersAt(start []byte) bool {
	for _, l := range d.lists {
		i := bytes.Index(start, []byte(`"`+l+`"`))
		if i < 0 {
			continue
		}
		rest := bytes.TrimLeft(start[i+len(l)+2:], " \t\r\n")
		if len(rest) > 0 && rest[0] == ':' {
			rest = bytes.TrimLeft(rest[1:], " \t\r\n")
			if len(rest) > 0 && rest[0] == '[' {
				return true
			}
		}
	}
	return false
}

// holds says whether an object with these keys may hold rows.
func (d *Documents) holds(keys []string) bool {
	return slices.ContainsFunc(keys, func(k string) bool { return slices.Contains(d.lists, k) })
}

// wrapped goes through a holder, one value of its top level at a time.
type wrapped struct {
	dec    *json.Decoder
	object bool
	queue  []json.RawMessage
}

func (d *Documents) byWrapper() error {
	if d.wrapped == nil {
		dec := json.NewDecoder(io.MultiReader(bytes.NewReader(bytes.Clone(d.rest())), d.r))
		first, err := dec.Token()
		if err != nil {
			return d.broken("its beginning cannot be read")
		}
		d.wrapped = &wrapped{dec: dec, object: first == json.Delim('{')}
	}
	w := d.wrapped
	for len(w.queue) == 0 {
		if d.ctx != nil && d.ctx.Err() != nil {
			return d.ctx.Err()
		}
		if !w.dec.More() {
			if _, err := w.dec.Token(); err != nil && !errors.Is(err, io.EOF) {
				return d.cut()
			}
			return io.EOF
		}
		if w.object {
			if _, err := w.dec.Token(); err != nil {
				return d.cut()
			}
		}
		var value json.RawMessage
		if err := w.dec.Decode(&value); err != nil {
			var syntax *json.SyntaxError
			if errors.As(err, &syntax) {
				return d.broken("an entry behind entry {n} cannot be read", "n", d.n)
			}
			return d.cut()
		}
		w.queue = d.rowsIn(value, 1)
	}
	d.Raw, w.queue = w.queue[0], w.queue[1:]
	d.n++
	if len(d.Raw) > contrechamp.MaxRow {
		d.Raw = d.Raw[:keptOfLong]
		return Bad("too-long", "the entry is over {n} bytes", "n", contrechamp.MaxRow)
	}
	return nil
}

// rowsIn are the rows in a value that stands level levels down. An object that
// is no row and holds none is a row too: it is told of as one that cannot be read.
func (d *Documents) rowsIn(value json.RawMessage, level int) []json.RawMessage {
	value = bytes.TrimSpace(value)
	if len(value) == 0 || value[0] != '{' && value[0] != '[' {
		return nil
	}
	if value[0] == '{' {
		var fields map[string]json.RawMessage
		if json.Unmarshal(value, &fields) != nil {
			return []json.RawMessage{value}
		}
		keys := make([]string, 0, len(fields))
		for k := range fields {
			keys = append(keys, k)
		}
		if d.isRow(keys) {
			return []json.RawMessage{value}
		}
		if level >= mostLevels {
			return nil
		}
		slices.Sort(keys)
		var out []json.RawMessage
		for _, k := range keys {
			out = append(out, d.rowsIn(fields[k], level+1)...)
		}
		return out
	}
	if level >= mostLevels+1 {
		return nil
	}
	var list []json.RawMessage
	if json.Unmarshal(value, &list) != nil {
		return nil
	}
	var out []json.RawMessage
	for _, v := range list {
		out = append(out, d.rowsIn(v, level+1)...)
	}
	return out
}
