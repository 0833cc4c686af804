package lab

import (
	"fmt"
	"math"

	"github.com/contrechamp/contrechamp/sentence"
	"gonum.org/v1/gonum/mat"
)

// Intercept is the name of the constant in a fit.
const Intercept = "(Intercept)"

// ErrNoRows is returned when there are not more rows than parameters.
var ErrNoRows = sentence.Fail("not more rows than parameters")

// Linear is an ordinary least squares regression of Y on the columns of X
// (X[j][i], each as long as Y) and, unless Origin is set, a constant.
// Absorb, if not nil, gives each row's block: a constant for each block is
// swept out by demeaning within blocks, never by dummies.
type Linear struct {
	Y      []float64
	X      [][]float64
	Names  []string // one a column; nil: x1, x2 ...
	Origin bool     // no constant
	Absorb []int32  // dense block ids (ClusterIDs), or nil
}

// OLS fits y = a + X b by least squares.
func OLS(y []float64, x [][]float64, names []string) (*Fit, error) {
	return Linear{Y: y, X: x, Names: names}.Fit()
}

// Fit is a fitted Linear. It keeps the columns it was given, without copying,
// for the covariances that Robust computes: do not change them before that.
type Fit struct {
	Names    []string  // kept columns, the constant first
	Coef     []float64 // one a kept column
	Dropped  []string  // columns left out because earlier ones determine them
	Resid    []float64 // Y - fitted, length N
	N        int       // rows
	Absorbed int       // block effects swept out

	cols  [][]float64 // kept columns, demeaned within blocks when Absorbed > 0; nil: the constant
	mean  []float64   // z = (x - mean) / scale
	scale []float64
	inv   *mat.SymDense // (Z'Z)^-1
	half  []float64     // lower triangular L, row by row, L L' = inv
	block []int32
	bsize []int32 // rows of each block
}

// Params returns the number of parameters, absorbed block effects included.
func (f *Fit) Params() int { return len(f.Coef) + f.Absorbed }

// Fit computes b = (X'X)^-1 X'y. Columns are centred (when there is a
// constant) and scaled before the normal equations are formed, so that
// Cholesky loses few digits; a column that earlier columns determine up to
// 1e-5 of its length is dropped and named in Dropped, as R's lm does.
func (m Linear) Fit() (*Fit, error) {
	names, err := m.check()
	if err != nil {
		return nil, err
	}
	f := &Fit{N: len(m.Y)}
	y, x := m.Y, m.X
	if m.Absorb != nil {
		f.block, f.bsize = m.Absorb, sizes(m.Absorb)
		f.Absorbed = len(f.bsize)
		y, x = absorb(m.Y, m.X, m.Absorb, f.bsize)
	}
	if !m.Origin && m.Absorb == nil {
		f.keep(Intercept, nil, 0, math.Sqrt(float64(f.N)))
	}
	centre := len(f.Names) == 1
	type moment struct{ mean, ss, raw float64 }
	moments := make([]moment, len(x))
	parallel(len(x), func(j int) {
		a, ss := centredMoments(x[j], centre)
		raw := ss + float64(f.N)*a*a
		if m.Absorb != nil {
			_, raw = centredMoments(m.X[j], false)
		}
		moments[j] = moment{a, ss, raw}
	})
	for j, mo := range moments {
		if !finite(mo.ss) {
			return nil, sentence.Fail("column “{name}” holds a value that is not finite", "name", names[j])
		}
		if mo.ss <= 1e-18*mo.raw || mo.ss == 0 {
			f.Dropped = append(f.Dropped, names[j])
			continue
		}
		f.keep(names[j], x[j], mo.mean, math.Sqrt(mo.ss))
	}
	if err := f.solve(y); err != nil {
		return nil, err
	}
	if f.N <= f.Params() {
		return nil, sentence.Fail("{error}: {rows} rows, {parameters} parameters", "error", ErrNoRows, "rows", f.N, "parameters", f.Params())
	}
	return f, nil
}

func (m Linear) check() ([]string, error) {
	names := m.Names
	if names == nil {
		for j := range m.X {
			names = append(names, fmt.Sprintf("x%d", j+1))
		}
	}
	if len(names) != len(m.X) {
		return nil, sentence.Fail("{n} columns but {names} names", "n", len(m.X), "names", len(names))
	}
	for j, x := range m.X {
		if len(x) != len(m.Y) {
			return nil, sentence.Fail("column “{name}” has {n} rows, the outcome {rows}", "name", names[j], "n", len(x), "rows", len(m.Y))
		}
	}
	if err := checkIDs("block", m.Absorb, len(m.Y)); err != nil {
		return nil, err
	}
	for i, v := range m.Y {
		if !finite(v) {
			return nil, sentence.Fail("row {row}: the outcome is not a finite number", "row", i)
		}
	}
	return names, nil
}

func (f *Fit) keep(name string, col []float64, mean, scale float64) {
	f.Names = append(f.Names, name)
	f.cols = append(f.cols, col)
	f.mean = append(f.mean, mean)
	f.scale = append(f.scale, scale)
}

// solve forms the Gram matrix of the scaled columns and y, drops dependent
// columns, solves, and refines the solution once on the residuals.
func (f *Fit) solve(y []float64) error {
	if len(f.cols) == 0 {
		return sentence.Fail("no column is left to regress on")
	}
	g := f.gram(y)
	kept := f.dropDependent(g)
	p := len(kept)
	zz := mat.NewSymDense(p, nil)
	rhs := mat.NewVecDense(p, nil)
	for a, ga := range kept {
		rhs.SetVec(a, g.at(ga, g.p-1))
		for b := a; b < p; b++ {
			zz.SetSym(a, b, g.at(ga, kept[b]))
		}
	}
	var chol, root mat.Cholesky
	if !chol.Factorize(zz) {
		return sentence.Fail("the normal equations are singular")
	}
	f.inv = mat.NewSymDense(p, nil)
	if err := chol.InverseTo(f.inv); err != nil {
		return sentence.Fail("inverting the normal equations: {error}", "error", err)
	}
	if !root.Factorize(f.inv) {
		return sentence.Fail("the inverse of the normal equations is not positive")
	}
	var l mat.TriDense
	root.LTo(&l)
	f.half = make([]float64, p*p)
	for i := range p {
		for j := 0; j <= i; j++ {
			f.half[i*p+j] = l.At(i, j)
		}
	}

	c := mat.NewVecDense(p, nil)
	if err := chol.SolveVecTo(c, rhs); err != nil {
		return sentence.Fail("solving the normal equations: {error}", "error", err)
	}
	f.Resid = f.residuals(y, c.RawVector().Data)
	rg := f.gram(f.Resid)
	dc := mat.NewVecDense(p, nil)
	for a := range p {
		rhs.SetVec(a, rg.at(a, p))
	}
	if err := chol.SolveVecTo(dc, rhs); err != nil {
		return sentence.Fail("refining the solution: {error}", "error", err)
	}
	c.AddVec(c, dc)
	f.Resid = f.residuals(y, c.RawVector().Data)
	f.Coef = f.unscale(c.RawVector().Data)
	return nil
}

// dropDependent removes the columns whose Cholesky pivot, the share of their
// length that earlier columns leave, is below 1e-10 squared, and returns the
// places in g of those that stay.
func (f *Fit) dropDependent(g *gram) []int {
	var kept []int
	var l [][]float64 // rows of the Cholesky factor of kept columns
	for j := range f.cols {
		row := make([]float64, len(kept)+1)
		d := g.at(j, j)
		for a, k := range kept {
			v := g.at(j, k)
			for b := range a {
				v -= row[b] * l[a][b]
			}
			row[a] = v / l[a][a]
			d -= row[a] * row[a]
		}
		if d < 1e-10 {
			f.Dropped = append(f.Dropped, f.Names[j])
			continue
		}
		row[len(kept)] = math.Sqrt(d)
		kept, l = append(kept, j), append(l, row)
	}
	if len(kept) < len(f.cols) {
		f.Names, f.cols = take(f.Names, kept), take(f.cols, kept)
		f.mean, f.scale = take(f.mean, kept), take(f.scale, kept)
	}
	return kept
}

// unscale turns coefficients of the scaled columns into those of the columns.
func (f *Fit) unscale(c []float64) []float64 {
	b := make([]float64, len(c))
	var shift float64
	for j, v := range c {
		b[j] = v / f.scale[j]
		shift += b[j] * f.mean[j]
	}
	if f.cols[0] == nil {
		b[0] -= shift
	}
	return b
}

// scaled is the transpose of unscale: the contrast of the scaled coefficients
// that equals contrast c of the coefficients.
func (f *Fit) scaled(c []float64) []float64 {
	t := make([]float64, len(c))
	for j := range c {
		t[j] = c[j]
		if j > 0 && f.cols[0] == nil {
			t[j] -= c[0] * f.mean[j]
		}
		t[j] /= f.scale[j]
	}
	return t
}
