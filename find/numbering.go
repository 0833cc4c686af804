package find

// numbers numbers values in the order in which they come.
type numbers[K comparable] struct{ at map[K]int32 }

func (n *numbers[K]) of(k K) (number int32, isNew bool) {
	if n.at == nil {
		n.at = map[K]int32{}
	}
	i, ok := n.at[k]
	if !ok {
		i = int32(len(n.at))
		n.at[k] = i
	}
	return i, !ok
}

// codes gives small codes to the few words of a column; 0 is "".
type codes struct {
	list []string
	code map[string]uint16
}

func (w *codes) of(s string) uint16 {
	if c, ok := w.code[s]; ok {
		return c
	}
	if w.code == nil {
		w.code, w.list = map[string]uint16{"": 0}, []string{""}
		if s == "" {
			return 0
		}
	}
	c := uint16(len(w.list))
	w.code[s], w.list = c, append(w.list, s)
	return c
}
