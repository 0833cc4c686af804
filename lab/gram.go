package lab

import (
	"runtime"
	"sync"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Rows are worked through in blocks that fit the processor's cache, and in
// chunks of a fixed size whose sums are added in order: the result does not
// depend on the number of processors.
const (
	blockRows = 256
	chunkRows = 64 * blockRows
)

// gram is a symmetric matrix of inner products, lower triangle by rows.
type gram struct {
	p int
	v []float64
}

func newGram(p int) *gram { return &gram{p, make([]float64, p*(p+1)/2)} }

func (g *gram) at(i, j int) float64 {
	if i < j {
		i, j = j, i
	}
	return g.v[i*(i+1)/2+j]
}

// add adds the inner products of equally long columns.
func (g *gram) add(cols [][]float64) {
	k := 0
	for i := range cols {
		for j := 0; j <= i; j++ {
			g.v[k] += floats.Dot(cols[i], cols[j])
			k++
		}
	}
}

func (g *gram) sym() *mat.SymDense {
	s := mat.NewSymDense(g.p, nil)
	for i := range g.p {
		for j := 0; j <= i; j++ {
			s.SetSym(i, j, g.at(i, j))
		}
	}
	return s
}

// gram returns the inner products of the scaled columns and, last, y.
func (f *Fit) gram(y []float64) *gram {
	p := len(f.cols) + 1
	return sumChunks(f.N, p, func(lo, hi int, g *gram) {
		z := scratch(p)
		for a := lo; a < hi; a += blockRows {
			b := min(a+blockRows, hi)
			zb := f.fill(z, a, b)
			zb[p-1] = y[a:b]
			g.add(zb)
		}
	})
}

// residuals returns y - Z c.
func (f *Fit) residuals(y, c []float64) []float64 {
	u := make([]float64, f.N)
	parallel(chunks(f.N), func(k int) {
		lo, hi := k*chunkRows, min((k+1)*chunkRows, f.N)
		z := scratch(len(f.cols))
		for a := lo; a < hi; a += blockRows {
			b := min(a+blockRows, hi)
			copy(u[a:b], y[a:b])
			for j, zj := range f.fill(z, a, b) {
				floats.AddScaled(u[a:b], -c[j], zj)
			}
		}
	})
	return u
}

// fill writes the scaled columns of rows lo to hi (at most blockRows) into z
// and returns them cut to that length.
func (f *Fit) fill(z [][]float64, lo, hi int) [][]float64 {
	out := make([][]float64, len(z))
	for j := range z {
		out[j] = z[j][:hi-lo]
		if j >= len(f.cols) {
			continue
		}
		m, s := f.mean[j], 1/f.scale[j]
		if f.cols[j] == nil {
			for i := range out[j] {
				out[j][i] = s
			}
			continue
		}
		for i, v := range f.cols[j][lo:hi] {
			out[j][i] = (v - m) * s
		}
	}
	return out
}

// z returns one scaled value.
func (f *Fit) z(i, j int) float64 {
	if f.cols[j] == nil {
		return 1 / f.scale[j]
	}
	return (f.cols[j][i] - f.mean[j]) / f.scale[j]
}

func scratch(p int) [][]float64 {
	z := make([][]float64, p)
	all := make([]float64, p*blockRows)
	for j := range z {
		z[j] = all[j*blockRows : (j+1)*blockRows]
	}
	return z
}

func chunks(n int) int { return (n + chunkRows - 1) / chunkRows }

// sumChunks adds the p by p matrices that body makes of each chunk of n items.
func sumChunks(n, p int, body func(lo, hi int, g *gram)) *gram {
	parts := make([]*gram, chunks(n))
	parallel(len(parts), func(k int) {
		g := newGram(p)
		body(k*chunkRows, min((k+1)*chunkRows, n), g)
		parts[k] = g
	})
	sum := newGram(p)
	for _, g := range parts {
		floats.Add(sum.v, g.v)
	}
	return sum
}

// parallel calls f(0) ... f(n-1), several at a time.
func parallel(n int, f func(k int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	if workers <= 1 {
		for k := range n {
			f(k)
		}
		return
	}
	next := make(chan int)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for k := range next {
				f(k)
			}
		})
	}
	for k := range n {
		next <- k
	}
	close(next)
	wg.Wait()
}

// centredMoments returns the mean (0 unless centre) and the sum of squares
// about it, in two passes.
func centredMoments(x []float64, centre bool) (mean, ss float64) {
	if centre {
		mean = floats.Sum(x) / float64(len(x))
		var rest float64
		for _, v := range x {
			rest += v - mean
		}
		mean += rest / float64(len(x))
	}
	for _, v := range x {
		ss += (v - mean) * (v - mean)
	}
	return mean, ss
}
