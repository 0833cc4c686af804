package trial

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/lab"
)

// effects compares each arm with the control (or with the mean of all
// messages), raw and covariate-adjusted, with clustered errors.
func (r *runner) effects(rep *Report) error {
	r.progress("effects", 0, 1)
	s := r.e.all
	means := lab.ArmMeans(s)
	raw, adj, err := r.armEffects()
	if err != nil {
		return fmt.Errorf("arm effects: %w", err)
	}
	var p []float64
	for _, e := range adj {
		p = append(p, e.P())
	}
	holm := lab.Holm(p)
	for i, k := range r.compared() {
		e := Effect{Labelled: r.arm(k), N: means[k].N, Raw: r.number(raw[i]), Adj: r.number(adj[i]), P: Real(p[i]), PHolm: Real(holm[i]),
			MDE: Real(lab.MDE(adj[i].SE, 1-r.o.Level, 0.8)), Mean: r.number(r.armMean(k))}
		rep.Effects = append(rep.Effects, e)
	}
	r.progress("effects", 1, 1)
	return nil
}

// compared lists the arms that have an effect: all but the control.
func (r *runner) compared() []int { return r.e.messages }

// armMean returns the mean outcome of arm k; where chances differed, weighted
// so that it speaks of everybody.
func (r *runner) armMean(k int) lab.Estimate {
	if len(r.e.all.Prob[k]) > 1 && (len(r.e.parts) == 1 || len(r.e.d.PropensityColumns) > 0) {
		return lab.HajekMeans(r.e.all)[k]
	}
	var y []float64
	var ids []int32
	for i, w := range r.e.all.W {
		if w == k {
			y = append(y, r.e.all.Y[i])
			if r.e.all.Cluster != nil {
				ids = append(ids, r.e.all.Cluster[i])
			}
		}
	}
	return lab.ClusterMean(y, ids)
}

// armEffects returns raw and adjusted effects. With a control: least squares
// on arm dummies, then Lin's with the effects of the blocks absorbed. Without
// one, or with probabilities that vary: each arm's mean minus the mean of all
// messages, from the scores.
func (r *runner) armEffects() (raw, adj []lab.Estimate, err error) {
	s := r.e.all
	if r.leastSquares() {
		d, names := lab.Dummies(s)
		if raw, err = coefficients(lab.Linear{Y: s.Y, X: d, Names: names}, s, names); err != nil {
			return nil, nil, err
		}
		m := lab.Linear{Y: s.Y, X: slices.Concat(d, s.X), Names: slices.Concat(names, s.Names)}
		if !r.linTooLarge() {
			m = lab.Lin(s)
		}
		if r.blocksAbsorbed() {
			m.Absorb = s.Block
		}
		if adj, err = coefficients(m, s, names); errors.Is(err, lab.ErrNoColumn) && m.Absorb != nil {
			return nil, nil, contrechamp.Invalid("within the blocks, column {column}, the arms do not vary, so the description's \"block\" cannot be what was drawn within", "column", quoted(r.e.d.Block))
		}
		return raw, adj, err
	}
	v, err := r.view(r.benches, seedMain, 0)
	if err != nil {
		return nil, nil, err
	}
	for _, k := range r.e.messages {
		both := [2][]float64{make([]float64, s.N()), make([]float64, s.N())}
		for p, sp := range v {
			ipw := lab.IPWScores(r.e.parts[p].s)
			for which, g := range []lab.Scores{ipw, sp.Scores} {
				base := g.MeanOver(r.e.messages)
				if r.e.hasControl {
					base = g.Arm(0)
				}
				for i, row := range r.e.parts[p].rows {
					both[which][row] = g.At(i, k) - base[i]
				}
			}
		}
		raw = append(raw, lab.ClusterMean(both[0], s.Cluster))
		adj = append(adj, lab.ClusterMean(both[1], s.Cluster))
	}
	return raw, adj, nil
}

// leastSquares reports whether the effects come from a regression: there is a
// control, one experiment and one probability an arm.
func (r *runner) leastSquares() bool {
	return r.e.hasControl && len(r.e.parts) == 1 && len(r.e.all.Prob[0]) == 1
}

// linRoom bounds the numbers in a regression.
const linRoom = 40_000_000

// linTooLarge reports whether the products of Lin's regression would take too
// much room; with so many people they hardly make it more precise.
func (r *runner) linTooLarge() bool {
	s := r.e.all
	return s.N()*(s.K()*(1+len(s.X))-1) > linRoom
}

// blocksAbsorbed reports whether the adjusted effects compare people within
// their block only: drawn within blocks, the arms differ less there. Blocks
// that leave no freedom to the rows, or that the regression has no room for,
// are not absorbed.
func (r *runner) blocksAbsorbed() bool {
	s := r.e.all
	if s.Block == nil || !r.leastSquares() {
		return false
	}
	_, units := s.Clusters()
	columns := s.K() * (1 + len(s.X))
	return lab.Count(s.Block) > 1 && 3*lab.Count(s.Block) <= 2*units && lab.Count(s.Block)+2*columns < s.N()
}

// coefficients fits a regression. Errors are clustered: CR1 where clusters are
// many in every arm, counting absorbed effects as parameters (GGL's convention),
// and CR2, which is right there too, where they are few in all, in some arm or in
// each block.
func coefficients(m lab.Linear, s *lab.Sample, names []string) ([]lab.Estimate, error) {
	kind := lab.HC2
	if s.Cluster != nil {
		kind = lab.CR1
		room := s.N()*len(m.X) <= linRoom
		if g := lab.Count(s.Cluster); g < 400 || room && (g < 5000 || clustersOfSmallest(s) < 100*(len(s.X)+1) || m.Absorb != nil && g < 16*lab.Count(m.Absorb)) {
			kind = lab.CR2
		}
	}
	f, err := m.Fit()
	if err != nil {
		return nil, err
	}
	c, err := f.Robust(kind, s.Cluster)
	if err != nil {
		return nil, err
	}
	out := make([]lab.Estimate, len(names))
	for i, n := range names {
		if out[i], err = c.Coefficient(n); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// clustersOfSmallest counts the clusters of the arm that has fewest: its own
// slopes (Lin) rest on them alone.
func clustersOfSmallest(s *lab.Sample) int {
	seen := make([]map[int32]bool, s.K())
	for k := range seen {
		seen[k] = map[int32]bool{}
	}
	for i, k := range s.W {
		seen[k][s.Cluster[i]] = true
	}
	few := len(seen[0])
	for _, m := range seen {
		few = min(few, len(m))
	}
	return few
}

// winnerAndRanks corrects the best message for having been chosen, and tests
// whether the best message differs between groups.
func (r *runner) winnerAndRanks(rep *Report) error {
	r.progress("ranks", 0, 1)
	v, err := r.view(r.benches, seedMain, 0)
	if err != nil {
		return err
	}
	s := r.e.all
	g := lab.Scores{K: s.K(), V: make([]float64, s.N()*s.K())}
	for p, sp := range v {
		for i, row := range r.e.parts[p].rows {
			copy(g.V[row*g.K:(row+1)*g.K], sp.Scores.V[i*g.K:(i+1)*g.K])
		}
	}
	if err := r.winner(rep, g); err != nil {
		return err
	}
	vars, group, groups := r.rankGroups()
	t, err := lab.Ranks(g, r.e.messages, group, groups, s.Cluster, r.o.Level, 4000, lab.Rand(r.rand(seedRanks, 0)))
	if errors.Is(err, lab.ErrSmallGroups) {
		rep.Checks = append(rep.Checks, Check{"ranks", Warn, textf("whether another message is best for some is not told: none of the %d groups has enough people",
			"si un autre message est meilleur pour certains, on ne le dit pas : aucun des %d groupes n'a assez de personnes", groups)})
		return nil
	}
	if err != nil {
		return err
	}
	k := &Ranks{Best: r.arm(t.Best), HetChi2: Real(t.Het.Chi2), HetDF: t.Het.DF, HetDF2: Real(t.Het.DF2), HetP: Real(t.Het.P), P: Real(t.P),
		ShareDiffers: shareOf(t.ShareDiffers, s.N()), ShareProven: shareOf(t.ShareProven, s.N()), Agree: shareOf(1-float64(shareOf(t.ShareDiffers, s.N())), s.N())}
	for h, n := range t.N {
		if n > 0 {
			k.Groups++
			if t.Arm[h] != t.Best {
				k.Differ++
			}
		}
	}
	for _, j := range vars {
		k.Covariates = append(k.Covariates, r.covariate(j))
	}
	rep.Ranks = k
	return r.ownBest(k, vars)
}

// ownBest asks the rank question of other people: is the message that was best
// for a group on one half better for it on the other half too?
func (r *runner) ownBest(k *Ranks, vars []int) error {
	l, err := lab.LearnerNamed("subgroups")
	if err != nil {
		return err
	}
	n := min(r.o.Splits, rankSplits)
	out := make([]lab.Outcome, n)
	err = r.each("ranks", n, func(i int) error {
		v, err := r.view(r.benches, seedRanks, i+1)
		if err != nil {
			return err
		}
		pi := make([][]int, len(v))
		for p, sp := range v {
			if pi[p], _, err = sp.Policy(l, r.e.columnsOf(vars)); err != nil {
				return partError(r.e.parts[p].name, err)
			}
		}
		out[i] = r.judge(v, pi)
		return nil
	})
	if err != nil {
		return err
	}
	k.OwnBest = r.number(medianOf(n, func(i int) lab.Estimate { return out[i].TB }))
	k.OwnDiffer = shareOf(medianFloat(n, func(i int) float64 { return out[i].Differ }), r.e.all.N())
	return nil
}

func (r *runner) winner(rep *Report, g lab.Scores) error {
	mean, cov, err := g.Means(r.e.messages, r.e.all.Cluster)
	if err != nil {
		return fmt.Errorf("means of the messages: %w", err)
	}
	top, next := 0, -1
	for i, x := range mean {
		if x > mean[top] {
			top = i
		}
	}
	for i, x := range mean {
		if i != top && (next < 0 || x > mean[next]) {
			next = i
		}
	}
	a, b := r.e.messages[top], r.e.messages[next]
	d := g.Arm(a)
	naive := lab.ClusterMean(d, r.e.all.Cluster)
	for i := range d {
		d[i] -= g.At(i, b)
	}
	nan := Real(math.NaN())
	x := &rep.Winner
	*x = Winner{Labelled: r.arm(a), Naive: r.number(naive), Est: nan, Lo: nan, Hi: nan, Curse: nan, Hybrid: Number{nan, nan, nan, nan},
		Runner: r.arm(b), Margin: r.number(lab.ClusterMean(d, r.e.all.Cluster)), Expected: Real(lab.ExpectedMax(len(mean)) * naive.SE)}
	w, err := lab.PickWinnerJoint(mean, cov, r.o.Level)
	if err != nil {
		return nil // a message whose outcome never varies: nothing to correct by
	}
	x.Est, x.Lo, x.Hi = Real(w.Est), Real(w.Lo), Real(w.Hi)
	x.Hybrid.Est, x.Hybrid.Lo, x.Hybrid.Hi = Real(w.Hybrid.Est), Real(w.Hybrid.Lo), Real(w.Hybrid.Hi)
	x.Curse = x.Naive.Est - x.Hybrid.Est
	return nil
}

// rankGroups crosses covariates into at most 32 groups (64 when the
// description names the covariates).
func (r *runner) rankGroups() (vars []int, group []int32, groups int) {
	most := 32
	want := map[string]bool{}
	for _, n := range r.e.d.RankGroups {
		want[n] = true
		most = 64
	}
	group, groups = make([]int32, r.e.all.N()), 1
	for j, v := range r.e.vars {
		if len(want) > 0 && !want[v.name] || groups*len(v.labels) > most {
			continue
		}
		vars = append(vars, j)
		for i, h := range v.group {
			group[i] = group[i]*int32(len(v.labels)) + h
		}
		groups *= len(v.labels)
	}
	return vars, group, groups
}
