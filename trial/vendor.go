package trial

import (
	"context"
	"math"
	"math/bits"
	"slices"
	"strconv"

	"github.com/contrechamp/contrechamp/lab"
)

// Vendor lets a reader try to sell targeting: for every choice of covariates
// and model, what the model promises on the data it learned from, and what it
// does for other people.
type Vendor struct {
	Learners   []string    `json:"learners"`   // names of lab.Learners
	Covariates []Labelled  `json:"covariates"` // bit 0 of VendorRow.Mask is the first
	Splits     int         `json:"splits"`
	Note       Text        `json:"note"`
	Rows       []VendorRow `json:"rows"`
}

// VendorRow is one choice. Gains are targeted minus best single message, in
// the unit of the outcome.
type VendorRow struct {
	Mask    uint32 `json:"m"` // covariates chosen, one bit each
	Learner int    `json:"l"` // index into Vendor.Learners
	Promise Real   `json:"p"` // in sample: a claim
	Gain    Real   `json:"g"` // held out, median over splits
	SE      Real   `json:"s"` // of Gain; 0: everybody gets the best single message
	Differ  Real   `json:"d"` // share of people given another message
}

// Find returns the row of a choice.
func (v *Vendor) Find(mask uint32, learner int) (VendorRow, bool) {
	for _, r := range v.Rows {
		if r.Mask == mask && r.Learner == learner {
			return r, true
		}
	}
	return VendorRow{}, false
}

// learnerLabels names the models for people.
var learnerLabels = map[string]Text{
	"subgroups": {"the best message of each subgroup", "le meilleur message de chaque sous-groupe"},
	"ols":       {"a linear model for each message", "un modèle linéaire par message"},
	"ridge":     {"a shrunken linear model for each message (ridge)", "un modèle linéaire resserré par message (ridge)"},
	"shrunk":    {"means by group, each drawn towards the average (shrunk)", "des moyennes par groupe, rapprochées de la moyenne (shrunk)"},
	"logit":     {"a logistic model for each message", "un modèle logistique par message"},
	"tree1":     {"the best tree with one question", "le meilleur arbre à une question"},
	"tree2":     {"the best tree with up to three questions", "le meilleur arbre à trois questions au plus"},
}

// LearnerLabel names a learner for people.
func LearnerLabel(name string) Text {
	if t, ok := learnerLabels[name]; ok {
		return t
	}
	return both(name)
}

// vendorSteps bounds the values of a numeric covariate in the vendor's table.
const vendorSteps = 32

// maxVendor bounds the number of covariates whose subsets are all tried.
const maxVendor = 8

// TryVendor computes the table for all subsets of the covariates (the first
// eight) and all models that fit the outcome. The choice that rep rests on, all
// covariates with its model, has the report's own numbers, which rest on more
// divisions and on numbers that are not grouped; rep may be nil.
func TryVendor(ctx context.Context, o Options, rep *Report) (*Vendor, error) {
	if err := o.defaults(); err != nil {
		return nil, err
	}
	e, _, err := load(&o)
	if err != nil {
		return nil, err
	}
	whole := len(e.vars) <= maxVendor
	e.vars = e.vars[:min(len(e.vars), maxVendor)]
	e.coarsen(vendorSteps)
	r := &runner{o: o, ctx: ctx, e: e}
	binary := true
	for _, p := range e.parts {
		b, err := lab.NewBench(p.s, e.messages)
		if err != nil {
			return nil, partError(p.name, err)
		}
		binary = binary && b.Binary()
		r.benches = append(r.benches, b)
	}
	v := &Vendor{Splits: o.Splits, Note: textf(
		"all %d choices of facts; numbers with more than %d values are grouped into %d steps; judged on the other half, medians over %d divisions",
		"les %d choix de faits ; les nombres de plus de %d valeurs sont regroupés en %d paliers ; jugé sur l'autre moitié, médianes de %d partages",
		1<<len(e.vars), vendorSteps, vendorSteps, o.Splits)}
	if whole && rep != nil {
		v.Note.EN += "; all facts with " + LearnerLabel(rep.Method.Learner).EN + ": the report itself, from finer numbers and more divisions"
		v.Note.FR += " ; tous les faits avec " + LearnerLabel(rep.Method.Learner).FR + " : le rapport lui-même, tiré de nombres plus fins et de plus de partages"
	}
	var learners []lab.Learner
	for _, l := range lab.Learners {
		if (binary || !l.Binary) && !l.Shrinks { // a vendor has no use for a smaller promise
			learners = append(learners, l)
			v.Learners = append(v.Learners, l.Name)
		}
	}
	for j := range e.vars {
		v.Covariates = append(v.Covariates, r.covariate(j))
	}
	masks := 1 << len(e.vars)
	promise := make([][]float64, masks)
	type outcome struct {
		tb     lab.Estimate
		differ float64
	}
	out := make([][][]outcome, o.Splits)
	views := make([]view, o.Splits)
	for i := range views {
		if views[i], err = r.view(r.benches, seedVendor, i); err != nil {
			return nil, err
		}
		out[i] = make([][]outcome, masks)
	}
	// Small subsets first, so that progress is even.
	order := make([]int, masks)
	for m := range order {
		order[m] = m
	}
	slices.SortStableFunc(order, func(a, b int) int { return bits.OnesCount(uint(a)) - bits.OnesCount(uint(b)) })
	err = r.each("vendor", masks, func(at int) error {
		m := order[at]
		var vars []int
		for j := range e.vars {
			if m>>j&1 == 1 {
				vars = append(vars, j)
			}
		}
		covs := e.columnsOf(vars)
		for _, l := range learners {
			var sum float64
			for p, sp := range views[0] {
				in, err := sp.Promise(l, covs)
				if err != nil {
					return err
				}
				sum += in.Gain() * float64(e.parts[p].s.N()) / float64(e.all.N())
			}
			promise[m] = append(promise[m], sum)
			for i, vw := range views {
				pi := make([][]int, len(vw))
				for p, sp := range vw {
					var err error
					if pi[p], _, err = sp.Policy(l, covs); err != nil {
						return err
					}
				}
				tb, differ := r.gain(vw, pi)
				out[i][m] = append(out[i][m], outcome{tb, differ})
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for m := range masks {
		for l := range learners {
			if whole && rep != nil && m == masks-1 && learners[l].Name == rep.Method.Learner {
				v.Rows = append(v.Rows, vendorRow(rep, uint32(m), l))
				continue
			}
			tb := medianOf(o.Splits, func(i int) lab.Estimate { return out[i][m][l].tb })
			v.Rows = append(v.Rows, VendorRow{uint32(m), l, round(promise[m][l]), round(tb.Est), round(tb.SE),
				shareOf(medianFloat(o.Splits, func(i int) float64 { return out[i][m][l].differ }), e.all.N())})
		}
	}
	return v, nil
}

// vendorRow is the choice that a report rests on.
func vendorRow(rep *Report, mask uint32, learner int) VendorRow {
	m := &rep.Main
	return VendorRow{mask, learner, round(float64(m.Promise.Gain)), round(float64(m.TB.Est)), round(float64(m.TB.SE)), m.Differ}
}

// round keeps five significant digits: the table is shipped.
func round(x float64) Real {
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 5, 64), 64)
	if err != nil || math.Abs(y) < 1e-12 {
		return 0
	}
	return Real(y)
}
