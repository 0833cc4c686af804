package lab

import (
	"fmt"
	"math"
	"strings"

	"github.com/contrechamp/contrechamp/sentence"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// VCov is a way to estimate the covariance of least squares coefficients,
// V = (X'X)^-1 M (X'X)^-1 with u the residuals and h the leverages.
type VCov int

// HC: MacKinnon & White (1985), J. Econometrics 29. CR0, CR1: Liang & Zeger
// (1986), Biometrika 73; Cameron & Miller (2015), J. Human Resources 50. CR2:
// Bell & McCaffrey (2002), Survey Methodology 28; Pustejovsky & Tipton (2018),
// J. Business & Economic Statistics 36.
const (
	Classical VCov = iota // M = s^2 X'X, s^2 = u'u / (n-p)
	HC0                   // M = sum u^2 xx'
	HC1                   // HC0 times n/(n-p)
	HC2                   // u^2 / (1-h)
	HC3                   // u^2 / (1-h)^2
	CR0                   // M = sum over clusters of (X_g'u_g)(X_g'u_g)'
	CR1                   // CR0 times G/(G-1) (n-1)/(n-p), p counting absorbed effects ("stata")
	CR1Slopes             // the same with p = slopes + 1: absorbed effects not counted
	CR2                   // u_g replaced by (I - H_gg)^(-1/2) u_g
)

var vcovNames = []string{"classical", "HC0", "HC1", "HC2", "HC3", "CR0", "CR1", "CR1 (absorbed effects not counted)", "CR2"}

func (v VCov) String() string {
	if v < 0 || int(v) >= len(vcovNames) {
		return fmt.Sprintf("VCov(%d)", int(v))
	}
	return vcovNames[v]
}

func (v VCov) clustered() bool { return v >= CR0 }

// Robust is a fit with a covariance of its coefficients.
type Robust struct {
	*Fit
	Kind     VCov
	Cov      *mat.SymDense // of Coef
	Clusters int           // G; 0 when rows are taken as independent

	zcov *mat.SymDense // of the scaled coefficients
	cr2  *clusterAdjust
}

// Coefficient is one row of a regression table.
type Coefficient struct {
	Name string
	Estimate
}

// Robust computes a covariance. The clustered kinds need cluster, the dense
// cluster id of each row; the others ignore it. Degrees of freedom are n - p
// for independent rows, G - 1 for CR0 and CR1, Satterthwaite's for CR2.
func (f *Fit) Robust(kind VCov, cluster []int32) (*Robust, error) {
	r := &Robust{Fit: f, Kind: kind}
	var meat *mat.SymDense
	if kind.clustered() {
		if err := checkIDs("cluster", cluster, f.N); err != nil {
			return nil, err
		}
		if cluster == nil {
			return nil, sentence.Fail("{kind} needs the cluster of each row", "kind", kind.String())
		}
		if r.Clusters = Count(cluster); r.Clusters < 2 {
			return nil, sentence.Fail("{kind} needs at least two clusters", "kind", kind.String())
		}
	}
	switch kind {
	case Classical:
		s2 := floats.Dot(f.Resid, f.Resid) / float64(f.N-f.Params())
		r.zcov = mat.NewSymDense(len(f.Coef), nil)
		r.zcov.ScaleSym(s2, f.inv)
	case HC0, HC1, HC2, HC3:
		meat = f.meatRows(kind)
		if kind == HC1 {
			meat.ScaleSym(float64(f.N)/float64(f.N-f.Params()), meat)
		}
	case CR0, CR1, CR1Slopes:
		meat = f.meatClusters(cluster, r.Clusters)
		meat.ScaleSym(f.smallSample(kind, r.Clusters), meat)
	case CR2:
		var err error
		if r.cr2, err = f.adjust(cluster); err != nil {
			return nil, err
		}
		meat = r.cr2.meat()
	default:
		return nil, sentence.Fail("unknown covariance {kind}", "kind", kind.String())
	}
	if meat != nil {
		r.zcov = sandwich(f.inv, meat)
	}
	r.Cov = f.unscaleCov(r.zcov)
	return r, nil
}

func (f *Fit) smallSample(kind VCov, clusters int) float64 {
	g, n := float64(clusters), float64(f.N)
	switch kind {
	case CR1:
		return g / (g - 1) * (n - 1) / (n - float64(f.Params()))
	case CR1Slopes:
		p := len(f.Coef)
		if f.Absorbed > 0 {
			p++
		}
		return g / (g - 1) * (n - 1) / (n - float64(p))
	}
	return 1
}

// Linear returns the estimate of c'b.
func (r *Robust) Linear(c []float64) (Estimate, error) {
	if len(c) != len(r.Coef) {
		return Estimate{}, sentence.Fail("contrast of {n} numbers for {coefficients} coefficients", "n", len(c), "coefficients", len(r.Coef))
	}
	t := r.scaled(c)
	v := mat.NewVecDense(len(t), t)
	e := Estimate{Est: floats.Dot(c, r.Coef), SE: math.Sqrt(max(0, mat.Inner(v, r.zcov, v)))}
	e.DF = r.df(t)
	return e, nil
}

func (r *Robust) df(scaled []float64) float64 {
	switch {
	case r.Kind == CR2:
		return r.cr2.satterthwaite(scaled)
	case r.Kind.clustered():
		return float64(r.Clusters - 1)
	}
	return float64(r.N - r.Params())
}

// ErrNoColumn is returned when a fit has no column of the name asked for.
var ErrNoColumn = sentence.Fail("no such column in the fit")

// Index returns the place of a kept column.
func (f *Fit) Index(name string) (int, error) {
	for j, n := range f.Names {
		if n == name {
			return j, nil
		}
	}
	return 0, sentence.Fail("{error}: “{name}” (there are {names}; dropped: {dropped})", "error", ErrNoColumn, "name", name, "names", strings.Join(f.Names, ", "), "dropped", strings.Join(f.Dropped, ", "))
}

// Coefficient returns one coefficient by name.
func (r *Robust) Coefficient(name string) (Estimate, error) {
	j, err := r.Index(name)
	if err != nil {
		return Estimate{}, err
	}
	c := make([]float64, len(r.Coef))
	c[j] = 1
	return r.Linear(c)
}

// Coefficients returns the whole table in column order. With CR2 each row
// costs one pass over the clusters for its degrees of freedom.
func (r *Robust) Coefficients() []Coefficient {
	out := make([]Coefficient, len(r.Coef))
	parallel(len(out), func(j int) {
		c := make([]float64, len(r.Coef))
		c[j] = 1
		e, _ := r.Linear(c) // the length is right
		out[j] = Coefficient{r.Names[j], e}
	})
	return out
}

// meatRows sums w u^2 zz' with the weights of HC0 to HC3.
func (f *Fit) meatRows(kind VCov) *mat.SymDense {
	p := len(f.cols)
	return sumChunks(f.N, p, func(lo, hi int, g *gram) {
		z := scratch(p)
		w := make([]float64, blockRows)
		for a := lo; a < hi; a += blockRows {
			b := min(a+blockRows, hi)
			zb := f.fill(z, a, b)
			wb := w[:b-a]
			copy(wb, f.Resid[a:b])
			if kind >= HC2 {
				for i, h := range f.leverages(zb, a) {
					r := inverseRoot(1 - h)
					wb[i] *= r
					if kind == HC3 {
						wb[i] *= r
					}
				}
			}
			for _, zj := range zb {
				floats.Mul(zj, wb)
			}
			g.add(zb)
		}
	}).sym()
}

// leverages returns h of the rows from lo on whose scaled columns are z.
func (f *Fit) leverages(z [][]float64, lo int) []float64 {
	h := make([]float64, len(z[0]))
	t := make([]float64, len(z[0]))
	for j := range z {
		clear(t)
		for k := j; k < len(z); k++ {
			floats.AddScaled(t, f.half[k*len(z)+j], z[k])
		}
		for i, v := range t {
			h[i] += v * v
		}
	}
	if f.block != nil {
		for i := range h {
			h[i] += 1 / float64(f.bsize[f.block[lo+i]])
		}
	}
	return h
}

// meatClusters sums s_g s_g' over clusters, s_g = Z_g'u_g.
func (f *Fit) meatClusters(cluster []int32, clusters int) *mat.SymDense {
	p := len(f.cols)
	score := make([][]float64, p)
	parallel(p, func(j int) {
		s := make([]float64, clusters)
		u, inv := f.Resid, 1/f.scale[j]
		if col, m := f.cols[j], f.mean[j]; col == nil {
			for i, g := range cluster {
				s[g] += u[i] * inv
			}
		} else {
			for i, g := range cluster {
				s[g] += (col[i] - m) * inv * u[i]
			}
		}
		score[j] = s
	})
	return sumChunks(clusters, p, func(lo, hi int, g *gram) {
		part := make([][]float64, p)
		for a := lo; a < hi; a += blockRows {
			b := min(a+blockRows, hi)
			for j := range part {
				part[j] = score[j][a:b]
			}
			g.add(part)
		}
	}).sym()
}

func sandwich(bread, meat *mat.SymDense) *mat.SymDense {
	var t, v mat.Dense
	t.Mul(bread, meat)
	v.Mul(&t, bread)
	return symmetric(&v)
}

func symmetric(d *mat.Dense) *mat.SymDense {
	n, _ := d.Dims()
	s := mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			s.SetSym(i, j, (d.At(i, j)+d.At(j, i))/2)
		}
	}
	return s
}

// unscaleCov turns a covariance of scaled coefficients into that of Coef.
func (f *Fit) unscaleCov(z *mat.SymDense) *mat.SymDense {
	p := len(f.Coef)
	a := mat.NewDense(p, p, nil) // Coef = a * scaled
	for j := range p {
		a.Set(j, j, 1/f.scale[j])
		if j > 0 && f.cols[0] == nil {
			a.Set(0, j, -f.mean[j]/f.scale[j])
		}
	}
	var t, v mat.Dense
	t.Mul(a, z)
	v.Mul(&t, a.T())
	return symmetric(&v)
}
