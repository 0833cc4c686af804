package trial

import (
	"gonum.org/v1/gonum/stat/distuv"
)

// lookAttrition tests that a missing outcome does not depend on the arm.
func (e *experiment) lookAttrition(p *preparer) {
	if p.lostOutcome == nil {
		return
	}
	chi2, df, lost := p.attrition()
	if df < 1 {
		return
	}
	pv := distuv.ChiSquared{K: df}.Survival(chi2)
	l, en, fr := OK, "does not depend on the message", "ne dépend pas du message"
	if pv < 0.01 {
		l, en, fr = Fail, "depends on the message, so the arms are no longer comparable", "dépend du message, les groupes ne sont donc plus comparables"
	}
	e.check("attrition", l, textf(
		"a missing outcome (%d rows) %s; chance alone would do as much %s",
		"un résultat manquant (%d lignes) %s ; le hasard seul en ferait autant %s", lost, Text{en, fr}, chiSquare(chi2, df, pv)))
}

// attrition compares the shares of missing outcomes among all who are known to
// have got each arm, whether or not something else is missing of them: Pearson's
// chi-square, divided by the design effect of losses that come household by
// household (Rao and Scott 1981, JASA 76, 221-230).
func (p *preparer) attrition() (chi2, df float64, lostRows int) {
	c := p.t.Cols[p.d.Arm]
	blankIsArm := p.d.Control != nil && *p.d.Control == ""
	none := make([]bool, len(c.Values))
	for v, s := range c.Values {
		none[v] = !blankIsArm && p.isMissing(s)
	}
	lost, n := make([]float64, len(c.Values)), make([]float64, len(c.Values))
	var tl, tn float64
	in := func(i int) bool { return p.asked[i] && !none[c.Code[i]] }
	for i, v := range c.Code {
		if !in(i) {
			continue
		}
		n[v]++
		tn++
		if p.lostOutcome[i] {
			lost[v]++
			tl++
		}
	}
	if tl == 0 || tl == tn {
		return 0, 0, int(tl)
	}
	rate := tl / tn
	df = -1
	for v := range n {
		if n[v] == 0 {
			continue
		}
		df++
		d := lost[v] - n[v]*rate
		chi2 += d * d / (n[v] * rate * (1 - rate))
	}
	if p.d.Cluster != "" {
		h := p.t.Cols[p.d.Cluster]
		surplus := make([]float64, len(h.Values))
		for i, g := range h.Code {
			if in(i) {
				surplus[g] += float64(b2i(p.lostOutcome[i])) - rate
			}
		}
		var ss float64
		for _, s := range surplus {
			ss += s * s
		}
		chi2 /= max(1, ss/(tn*rate*(1-rate)))
	}
	return chi2, df, int(tl)
}
