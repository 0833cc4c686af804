package tables

// Words gives small codes to the few words of a column; 0 is "".
type Words struct {
	List []string
	code map[string]uint16
}

// Of is the code of a word, a new one if it has none.
func (w *Words) Of(s string) uint16 {
	if c, ok := w.code[s]; ok {
		return c
	}
	if w.code == nil {
		w.code, w.List = map[string]uint16{"": 0}, []string{""}
		if s == "" {
			return 0
		}
	}
	c := uint16(len(w.List))
	w.code[s], w.List = c, append(w.List, s)
	return c
}

// Code is the code of a word, false if it has none.
func (w *Words) Code(s string) (code uint16, ok bool) {
	code, ok = w.code[s]
	return code, ok
}

// Where are the codes of the words that a condition accepts.
func (w *Words) Where(ok func(word string) bool) []int32 {
	var out []int32
	for code, s := range w.List {
		if ok(s) {
			out = append(out, int32(code))
		}
	}
	return out
}
