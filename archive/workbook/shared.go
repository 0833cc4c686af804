package workbook

import "strconv"

// table holds the shared strings of a workbook end to end.
type table struct {
	bytes []byte
	ends  []uint32 // of each string
}

func (t *table) at(i int) ([]byte, bool) {
	if i < 0 || i >= len(t.ends) {
		return nil, false
	}
	from := uint32(0)
	if i > 0 {
		from = t.ends[i-1]
	}
	return t.bytes[from:t.ends[i]], true
}

// readShared reads the shared strings, once.
func (b *Book) readShared() error {
	if b.strings != nil {
		return nil
	}
	t := &table{}
	if b.shared != "" {
		var one runs
		err := b.each(b.shared, func(s *scanner) error {
			if s.name == "si" && (s.closing || s.empty) {
				if int64(len(t.bytes)+len(one.text)) > 1<<32-1 {
					return Damaged{Part: b.shared}
				}
				t.bytes = append(t.bytes, one.text...)
				t.ends = append(t.ends, uint32(len(t.bytes)))
				one.text = one.text[:0]
				return nil
			}
			one.see(s)
			return nil
		})
		if err != nil {
			return err
		}
	}
	b.strings = t
	return nil
}

// runs gathers the text of a string that may be in several runs. How a word is
// to be pronounced (rPh) is none of it.
type runs struct {
	text    []byte
	phrases bool
}

func (r *runs) see(s *scanner) {
	switch {
	case s.name == "rPh":
		r.phrases = !s.closing && !s.empty
	case s.name == "t" && s.closing && !r.phrases:
		from := len(r.text)
		r.text = s.content(r.text)
		r.text = unescapeUnit(r.text, from)
	}
}

// unescapeUnit resolves _xHHHH_, with which workbooks write what XML cannot hold,
// from a byte on.
func unescapeUnit(b []byte, from int) []byte {
	for i := from; i+7 <= len(b); i++ {
		if b[i] != '_' || b[i+1] != 'x' || b[i+6] != '_' {
			continue
		}
		n, err := strconv.ParseUint(string(b[i+2:i+6]), 16, 16)
		if err != nil {
			continue
		}
		rest := string(b[i+7:])
		b = append(append(b[:i], string(rune(n))...), rest...)
	}
	return b
}
