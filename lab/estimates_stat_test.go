package lab

import (
	"fmt"
	"math"
	"sort"
	"strconv"
	"testing"
)

func statChecks(t *testing.T) []check {
	var ref struct {
		PAdjust map[string][]float64 `json:"fixture_padjust"`
		RI      struct {
			Y            []float64
			Z            []int
			Observed     float64
			Permutations int
			One          float64 `json:"p_one_tailed"`
			Two          float64 `json:"p_two_tailed"`
			Distribution []float64
		} `json:"ri_villages"`
		MDE struct {
			M80   float64 `json:"multiplier_80"`
			M90   float64 `json:"multiplier_90"`
			SE    float64 `json:"ggl_full_se_neigh"`
			MDE80 float64 `json:"mde80"`
			Two   struct {
				P      float64
				N1, N2 int
				SE     float64
				MDE80  float64 `json:"mde80"`
			} `json:"two_prop"`
			PropTest float64 `json:"power_prop_test"`
			TN       float64 `json:"power_t_n"`
		}
		Wilson, Clopper []struct {
			X, N   int
			Lo, Hi float64
		}
		ICC struct{ MSB, MSW, M0, ICC float64 } `json:"icc_control_hh"`
	}
	readRef(t, "stat_tests.json", &ref)
	var out []check
	for _, a := range Adjustments {
		key := map[string]string{"Holm": "holm", "Bonferroni": "bonferroni"}[a.Name]
		if key == "" {
			key = a.Name
		}
		for k, p := range a.Adjust(ref.PAdjust["raw"]) {
			out = append(out, check{fmt.Sprintf("%s, p of %s", a.Name, gglArms[k+1]), ref.PAdjust[key][k], p, 1e-9})
		}
	}
	s := &Sample{Y: ref.RI.Y, W: ref.RI.Z, Arms: []string{"control", "treated"}}
	a, err := NewAssignment(s)
	if err != nil {
		t.Fatal(err)
	}
	r := a.RandomisationTest(func(w []int) float64 { return a.DiffMeans(w, 1) }, 1000, 0, nil)
	out = append(out, check{"seven villages: difference", ref.RI.Observed, r.Observed, 1e-9},
		check{"seven villages: assignments", float64(ref.RI.Permutations), float64(r.Draws), 0},
		check{"seven villages: p, one-sided (5/21)", ref.RI.One, r.Greater, 1e-9},
		check{"seven villages: p, two-sided (8/21)", ref.RI.Two, r.TwoSided, 1e-9})

	var all []float64
	a.Each(func(w []int) { all = append(all, a.DiffMeans(w, 1)) })
	sort.Float64s(all)
	for i, v := range ref.RI.Distribution {
		out = append(out, check{fmt.Sprintf("seven villages: difference %d of 21", i+1), v, all[i], 1e-9})
	}

	m := ref.MDE
	n, err := TTestN(.2, 1, .05, .8)
	if err != nil {
		t.Fatal(err)
	}
	se := ProportionSE(m.Two.P, m.Two.N1, m.Two.P, m.Two.N2)
	out = append(out, check{"MDE multiplier, power 80 %", m.M80, Multiplier(.05, .8), 1e-9}, check{"MDE multiplier, power 90 %", m.M90, Multiplier(.05, .9), 1e-9},
		check{"MDE of GGL Neighbors", m.MDE80, MDE(m.SE, .05, .8), 1e-9},
		check{"two shares of .3, 1,000 each: SE", m.Two.SE, se, 1e-9}, check{"two shares of .3, 1,000 each: MDE", m.Two.MDE80, MDE(se, .05, .8), 1e-9},
		check{"power of .30 against .35, 1,000 each", m.PropTest, ProportionPower(1000, .30, .35, .05), 1e-9},
		check{"people a group for .2 sd, power 80 % (R's root finder stops at 1e-6)", m.TN, n, 1e-5})
	for _, w := range ref.Wilson {
		lo, hi := Wilson(w.X, w.N, .95)
		out = append(out, check{fmt.Sprintf("Wilson %d/%d: low", w.X, w.N), w.Lo, lo, 1e-9}, check{fmt.Sprintf("Wilson %d/%d: high", w.X, w.N), w.Hi, hi, 1e-9})
	}
	for _, w := range ref.Clopper {
		lo, hi := ClopperPearson(w.X, w.N, .95)
		out = append(out, check{fmt.Sprintf("Clopper-Pearson %d/%d: low", w.X, w.N), w.Lo, lo, 1e-9}, check{fmt.Sprintf("Clopper-Pearson %d/%d: high", w.X, w.N), w.Hi, hi, 1e-9})
	}
	fix, _ := ggl(t, "ggl2008_500cells.csv.gz")
	control := fix.Subset(func(i int) bool { return fix.W[i] == 0 })
	v, err := ICC(control.Y, control.Cluster)
	if err != nil {
		t.Fatal(err)
	}
	return append(out, check{"household ICC of voting: mean square between", ref.ICC.MSB, v.Between, 1e-9}, check{"household ICC: mean square within", ref.ICC.MSW, v.Within, 1e-9},
		check{"household ICC: m0", ref.ICC.M0, v.Size, 1e-9}, check{"household ICC", ref.ICC.ICC, v.ICC, 1e-9})
}

// group returns the mean of each arm within the rows that keep chooses.
func groupMeans(s *Sample, keep func(i int) bool) []Mean { return ArmMeans(s.Subset(keep)) }

func subgroupChecks(t *testing.T) []check {
	var ref struct {
		Hillstrom []struct {
			Group, Arm               string
			N                        int
			Visit, Conversion, Spend float64
		} `json:"hillstrom_by_purchase_history"`
		Diff []struct {
			Group       string
			Diff, SE, Z float64
		} `json:"hillstrom_mens_minus_womens_visit"`
		GGL []struct {
			Covariate, Value, Arm string
			N, Voted              int
			Mean                  float64
		} `json:"ggl_by_covariate"`
		Cells map[string]float64 `json:"ggl_best_arm_in_32_vote_history_cells"`
		Share map[string]float64 `json:"ggl_population_share_by_apparent_best_arm"`
	}
	readRef(t, "subgroups.json", &ref)
	var out []check
	history := map[string]func(m, w float64) bool{
		"both":        func(m, w float64) bool { return m == 1 && w == 1 },
		"mens only":   func(m, w float64) bool { return m == 1 && w == 0 },
		"womens only": func(m, w float64) bool { return m == 0 && w == 1 },
	}
	means := make(map[string][]Mean)
	for _, o := range []string{"visit", "conversion", "spend"} {
		s := hillstrom(t, o)
		for g, in := range history {
			means[o+g] = groupMeans(s, func(i int) bool { return in(s.X[2][i], s.X[3][i]) })
		}
	}
	for _, r := range ref.Hillstrom {
		k := indexOf(hillstromArms, r.Arm)
		name := fmt.Sprintf("e-mail, %s, %s: ", r.Group, r.Arm)
		out = append(out, check{name + "N", float64(r.N), float64(means["visit"+r.Group][k].N), 0}, check{name + "visit", r.Visit, means["visit"+r.Group][k].Mean, 1e-9},
			check{name + "conversion", r.Conversion, means["conversion"+r.Group][k].Mean, 1e-9}, check{name + "spend", r.Spend, means["spend"+r.Group][k].Mean, 1e-9})
	}
	for _, r := range ref.Diff {
		m := means["visit"+r.Group]
		e, err := DiffMeans(m[1], m[2])
		if err != nil {
			t.Fatal(err)
		}
		name := fmt.Sprintf("e-mail, %s, Mens - Womens, visit", r.Group)
		out = append(out, check{name, r.Diff, e.Est, 1e-9}, check{name + ": SE", r.SE, e.SE, 1e-9}, check{name + ": z", r.Z, e.T(), 1e-9})
	}
	s, _ := ggl(t, "ggl2008.csv.gz")
	cache := make(map[string][]Mean)
	for _, r := range ref.GGL {
		name, value := r.Covariate, r.Value
		if name == "sex" {
			name, value = "female", map[string]string{"female": "1", "male": "0"}[r.Value]
		}
		if cache[name+value] == nil {
			x, want := s.X[indexOf(s.Names, name)], 0.0
			want, _ = strconv.ParseFloat(value, 64)
			cache[name+value] = groupMeans(s, func(i int) bool { return x[i] == want })
		}
		m := cache[name+value][indexOf(s.Arms, r.Arm)]
		at := fmt.Sprintf("GGL, %s = %s, %s: ", r.Covariate, r.Value, r.Arm)
		out = append(out, check{at + "N", float64(r.N), float64(m.N), 0}, check{at + "voted", float64(r.Voted), math.Round(m.Mean * float64(m.N)), 0}, check{at + "mean", r.Mean, m.Mean, 1e-9})
	}
	return append(out, historyCells(s, ref.Cells, ref.Share)...)
}

// historyCells finds the best message in each of the 32 vote histories.
func historyCells(s *Sample, cells, share map[string]float64) []check {
	got, people := make(map[string]float64), make(map[string]float64)
	for h := range 32 {
		m := groupMeans(s, func(i int) bool {
			for b, name := range votes {
				if s.X[indexOf(s.Names, name)][i] != float64(h>>b&1) {
					return false
				}
			}
			return true
		})
		best, n := 1, 0
		for k := range m {
			n += m[k].N
			if k > 0 && m[k].Mean > m[best].Mean {
				best = k
			}
		}
		got[s.Arms[best]]++
		people[s.Arms[best]] += float64(n) / float64(s.N())
	}
	var out []check
	for _, arm := range s.Arms[1:] {
		out = append(out, check{"vote histories of 32 where " + arm + " is best", cells[arm], got[arm], 0}, check{"share of people in them, " + arm, share[arm], people[arm], 1e-9})
	}
	return out
}

func indexOf(list []string, what string) int {
	for i, s := range list {
		if s == what {
			return i
		}
	}
	return -1
}
