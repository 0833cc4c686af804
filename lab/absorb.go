package lab

// absorb returns y and the columns of x with their block means taken off. By
// the Frisch-Waugh-Lovell theorem (Lovell 1963, JASA 58) regressing on these
// gives the slopes and residuals of the regression with one constant a block,
// however many blocks there are.
func absorb(y []float64, x [][]float64, block, size []int32) ([]float64, [][]float64) {
	out := make([][]float64, len(x)+1)
	parallel(len(out), func(j int) {
		col := y
		if j > 0 {
			col = x[j-1]
		}
		out[j] = demean(col, block, size)
	})
	return out[0], out[1:]
}

func demean(x []float64, block, size []int32) []float64 {
	mean := make([]float64, len(size))
	for i, v := range x {
		mean[block[i]] += v
	}
	for b := range mean {
		mean[b] /= float64(size[b])
	}
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = v - mean[block[i]]
	}
	return out
}

// sizes counts the rows of each dense id.
func sizes(ids []int32) []int32 {
	n := make([]int32, Count(ids))
	for _, id := range ids {
		n[id]++
	}
	return n
}

// groups lists the rows of each dense id: those of id g are
// rows[start[g]:start[g+1]], in file order.
func groups(ids []int32) (rows, start []int32) {
	size := sizes(ids)
	start = make([]int32, len(size)+1)
	for g, n := range size {
		start[g+1] = start[g] + n
	}
	next := append([]int32(nil), start[:len(size)]...)
	rows = make([]int32, len(ids))
	for i, id := range ids {
		rows[next[id]] = int32(i)
		next[id]++
	}
	return rows, start
}
