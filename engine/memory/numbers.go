package memory

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
