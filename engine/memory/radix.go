package memory

// arranged gives positions by rising key, equal keys in the order given: a
// radix sort, eight bits a pass, over as many passes as the largest key needs.
func arranged(list []int32, key func(p int32) uint64) []int32 {
	type item struct {
		key uint64
		p   int32
	}
	a, b := make([]item, len(list)), make([]item, len(list))
	var all uint64
	for i, p := range list {
		a[i] = item{key(p), p}
		all |= a[i].key
	}
	for shift := 0; all>>shift != 0; shift += 8 {
		if all>>shift&0xff == 0 { // no key differs here
			continue
		}
		var at [257]int
		for _, x := range a {
			at[x.key>>shift&0xff+1]++
		}
		for i := 1; i < 257; i++ {
			at[i] += at[i-1]
		}
		for _, x := range a {
			d := x.key >> shift & 0xff
			b[at[d]] = x
			at[d]++
		}
		a, b = b, a
	}
	out := make([]int32, len(a))
	for i, x := range a {
		out[i] = x.p
	}
	return out
}

// falling turns a key round: the largest, up to top, comes first.
func falling(key, top int64) uint64 { return uint64(top - key) }
