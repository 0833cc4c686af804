package rows

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

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
	path := d.firstRow(WithoutBareWords(bytes.TrimLeft(d.rest(), " \t\r\n\ufeff")))
	switch len(path) {
	case 0: // none is in sight: what there is will be told of
		return false
	case 1: // a row by itself, or a table by columns
		d.columns = path[0].columns
		return d.columns
	case 2:
		return path[0].object // by ids; an array is read as it comes
	case 3: // an answer with a list is read as it comes
		return !(path[0].object && !path[1].object && slices.Contains(d.lists, path[0].key))
	}
	return true
}

// holder is an object or a list on the way to a row; the last is the row itself.
type holder struct {
	object  bool
	key     string // of an object: under which the way goes on
	keys    []string
	isKey   bool // what comes next in the object is a key
	columns bool // the first value is an object by numbers: a table by columns
}

// firstRow is the way to the first row in the text with which the stream begins.
func (d *Documents) firstRow(start []byte) []holder {
	dec := json.NewDecoder(bytes.NewReader(start))
	var path []holder
	for {
		token, err := dec.Token()
		if err != nil {
			return nil
		}
		var top *holder
		if len(path) > 0 {
			top = &path[len(path)-1]
		}
		if key, ok := token.(string); ok && top != nil && top.object && top.isKey {
			top.key, top.isKey, top.keys = key, false, append(top.keys, key)
			if d.isRow(top.keys) {
				return path
			}
			if len(path) == 2 && path[0].object && len(path[0].keys) == 1 && len(top.keys) == 1 {
				path[0].columns = isNumber(key)
			}
			continue
		}
		if token == json.Delim('{') || token == json.Delim('[') {
			path = append(path, holder{object: token == json.Delim('{'), isKey: true})
			continue
		}
		if token == json.Delim('}') || token == json.Delim(']') {
			path = path[:len(path)-1]
		}
		if len(path) > 0 {
			path[len(path)-1].isKey = true
		}
	}
}

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// wrapped goes through a holder, one value of its top level at a time.
type wrapped struct {
	dec    *json.Decoder
	budget *budget
	object bool
	closed bool // the first holder was read to its end
	queue  []json.RawMessage
}

// mostHeld is how many bytes of a holder's value are held at once.
const mostHeld = 512 << 20

// budget is a stream of which only so much is handed out until it is renewed.
type budget struct {
	r    io.Reader
	left int64
}

var errBudget = errors.New("more than is held at once")

func (b *budget) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errBudget
	}
	n, err := b.r.Read(p)
	b.left -= int64(n)
	return n, err
}

func (d *Documents) byWrapper() error {
	w := d.wrapped
	if w == nil {
		w = &wrapped{budget: &budget{&withoutBareWords{r: d.Rest()}, mostHeld}}
		w.dec = json.NewDecoder(w.budget)
		d.wrapped = w
		if !d.columns {
			first, err := w.dec.Token()
			if err != nil {
				return d.broken("its beginning cannot be read")
			}
			w.object = first == json.Delim('{')
		}
	}
	if d.columns {
		return d.nextWrapped(d.readColumns)
	}
	return d.nextWrapped(d.readWrapped)
}

// nextWrapped takes the next row, after more have put some into the queue.
func (d *Documents) nextWrapped(more func() error) error {
	w := d.wrapped
	for len(w.queue) == 0 {
		if d.ctx != nil && d.ctx.Err() != nil {
			return d.ctx.Err()
		}
		w.budget.left = mostHeld
		switch err := more(); {
		case err == io.EOF:
			return io.EOF
		case errors.Is(err, errBudget):
			return d.broken("an entry is over {n} bytes", "n", int64(mostHeld))
		case errors.As(err, new(*json.SyntaxError)):
			return d.broken("an entry behind entry {n} cannot be read", "n", d.n)
		case err != nil:
			return d.cut()
		}
	}
	d.Raw, w.queue = w.queue[0], w.queue[1:]
	d.n++
	if len(d.Raw) > contrechamp.MaxRow {
		d.Raw = d.Raw[:keptOfLong]
		return Bad("too-long", "the entry is over {n} bytes", "n", contrechamp.MaxRow)
	}
	return nil
}

// readWrapped reads a value of the holder, or, behind it, a whole one.
func (d *Documents) readWrapped() error {
	w := d.wrapped
	var value json.RawMessage
	if w.closed {
		if err := w.dec.Decode(&value); err != nil {
			return err
		}
		w.queue = d.rowsIn(value, 0)
		return nil
	}
	if !w.dec.More() {
		if _, err := w.dec.Token(); err != nil {
			return io.ErrUnexpectedEOF
		}
		w.closed = true
		return nil
	}
	key := ""
	if w.object {
		token, err := w.dec.Token()
		if err != nil {
			return unexpected(err)
		}
		key, _ = token.(string)
	}
	if err := w.dec.Decode(&value); err != nil {
		return unexpected(err)
	}
	w.queue = d.rowsIn(value, 1)
	if len(w.queue) == 0 && value[0] == '{' && (!w.object || isNumber(key)) && !d.holds(KeysOf(value)) {
		w.queue = []json.RawMessage{value} // it stands where rows do: it is told of as one that cannot be read
	}
	return nil
}

// holds says whether an object with these keys is an answer, whose list may be empty.
func (d *Documents) holds(keys []string) bool {
	return slices.ContainsFunc(keys, func(k string) bool { return slices.Contains(d.lists, k) })
}

func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// rowsIn are the rows in a value that stands level levels down.
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
	inside := make([][]json.RawMessage, len(list))
	found := false
	for i, v := range list {
		inside[i] = d.rowsIn(v, level+1)
		found = found || len(inside[i]) > 0
	}
	var out []json.RawMessage
	for i, v := range list {
		if found && len(inside[i]) == 0 && bytes.HasPrefix(v, []byte("{")) && !d.holds(KeysOf(v)) {
			out = append(out, v) // beside rows, it is one that cannot be read
		}
		out = append(out, inside[i]...)
	}
	return out
}
