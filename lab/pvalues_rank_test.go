package lab

import (
	"fmt"
	"math"
	"testing"
)

func ruleChecks(t *testing.T) []check {
	var ref struct {
		Toy struct {
			T, That, That2, Y []float64
			PAV               struct{ PAV, SD float64 }
			Raw               struct{ PAV, SD float64 } `json:"PAV_uncentered"`
			PAPE              struct{ PAPE, SD float64 }
			Budget            struct{ PAPE, SD float64 } `json:"PAPE_budget50"`
			PAPD              struct{ PAPD, SD float64 } `json:"PAPD_budget50"`
		} `json:"evalITR_toy"`
	}
	readRef(t, "calibration_blp_evalitr.json", &ref)
	toy := ref.Toy
	bools := func(v []float64) []bool {
		out := make([]bool, len(v))
		for i, x := range v {
			out[i] = x == 1
		}
		return out
	}
	rule := func(that []float64, centre bool) Rule {
		r, err := NewRule(bools(toy.T), bools(that), toy.Y, centre)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	f, raw, h := rule(toy.That, true), rule(toy.That, false), rule(toy.That2, true)
	pb, err := f.PAPEBudget(0.5)
	if err != nil {
		t.Fatal(err)
	}
	pd, err := f.PAPD(h, 0.5)
	if err != nil {
		t.Fatal(err)
	}
	return []check{
		{"PAV, centred", toy.PAV.PAV, f.PAV().Est, 1e-9}, {"SE", toy.PAV.SD, f.PAV().SE, 1e-9},
		{"PAV, raw", toy.Raw.PAV, raw.PAV().Est, 1e-9}, {"SE", toy.Raw.SD, raw.PAV().SE, 1e-9},
		{"PAPE", toy.PAPE.PAPE, f.PAPE().Est, 1e-9}, {"SE", toy.PAPE.SD, f.PAPE().SE, 1e-9},
		{"PAPE, budget .5", toy.Budget.PAPE, pb.Est, 1e-9}, {"SE", toy.Budget.SD, pb.SE, 1e-9},
		{"PAPD, budget .5", toy.PAPD.PAPD, pd.Est, 1e-9}, {"SE", toy.PAPD.SD, pd.SE, 1e-9},
	}
}

func qiniChecks(t *testing.T) []check {
	var ref struct {
		Sklift []struct {
			Arm, Score  string
			N           float64
			NTreated    float64      `json:"n_treated"`
			NegTrue     float64      `json:"qini_auc_score_negTrue"`
			NegFalse    float64      `json:"qini_auc_score_negFalse"`
			Uplift      float64      `json:"uplift_auc_score"`
			At30        *float64     `json:"uplift_at_30pct_overall"`
			At30Group   *float64     `json:"uplift_at_30pct_by_group"`
			Weighted    *float64     `json:"weighted_average_uplift_overall_10bins"`
			QiniCurve   [][2]float64 `json:"qini_curve"`
			UpliftCurve [][2]float64 `json:"uplift_curve"`
		}
	}
	readRef(t, "hillstrom_qini.json", &ref)
	s := hillstrom(t, "visit")
	var cs []check
	for _, r := range ref.Sklift {
		arm := 1
		if r.Arm == "Womens E-Mail" {
			arm = 2
		}
		var y, score []float64
		var treated []bool
		for i, w := range s.W {
			if w != 0 && w != arm {
				continue
			}
			y, treated = append(y, s.Y[i]), append(treated, w == arm)
			switch r.Score {
			case "minus_recency":
				score = append(score, -s.X[0][i])
			case "history":
				score = append(score, s.X[1][i])
			default:
				score = append(score, s.X[3][i]-s.X[2][i])
			}
		}
		rk, err := Rank(y, treated, score)
		if err != nil {
			t.Fatal(err)
		}
		name := r.Arm + ", " + r.Score + ": "
		neg, err1 := rk.QiniAUC(true)
		pos, err2 := rk.QiniAUC(false)
		up, err3 := rk.UpliftAUC()
		if err1 != nil || err2 != nil || err3 != nil {
			t.Fatal(err1, err2, err3)
		}
		cs = append(cs, check{name + "people", r.N, float64(len(y)), 0},
			check{name + "qini_auc, negative_effect", r.NegTrue, neg, 1e-9},
			check{name + "qini_auc, no negative effect", r.NegFalse, pos, 1e-9},
			check{name + "uplift_auc", r.Uplift, up, 1e-9})
		if r.At30 != nil {
			cs = append(cs, check{name + "uplift at 30 %", *r.At30, rk.UpliftAt(0.3, false), 1e-9},
				check{name + "uplift at 30 %, by group", *r.At30Group, rk.UpliftAt(0.3, true), 1e-9},
				check{name + "weighted uplift, 10 bins", *r.Weighted, rk.WeightedUplift(10), 1e-9})
		}
		for _, c := range []struct {
			what string
			want [][2]float64
			got  []Point
		}{{"qini curve", r.QiniCurve, rk.Qini()}, {"uplift curve", r.UpliftCurve, rk.Uplift()}} {
			for i, p := range c.want {
				cs = append(cs, check{fmt.Sprintf("%s%s, point %d: people", name, c.what, i), p[0], c.got[i].X, 0},
					check{fmt.Sprintf("%s%s, point %d", name, c.what, i), p[1], c.got[i].Y, 1e-9})
			}
		}
	}
	for _, u := range []struct {
		y    []float64
		t    []bool
		want float64
	}{{[]float64{0, 1}, []bool{true, false}, 0}, {[]float64{1, 0}, []bool{false, true}, 1}} {
		rk, err := Rank(u.y, u.t, []float64{.1, .3})
		if err != nil {
			t.Fatal(err)
		}
		v, err := rk.UpliftAUC()
		if err != nil {
			t.Fatal(err)
		}
		cs = append(cs, check{fmt.Sprintf("unit test of scikit-uplift, y = %v", u.y), u.want, v, 1e-9})
	}
	return cs
}

func calibrationChecks(t *testing.T) []check {
	type blp struct {
		N        float64
		Clusters float64
		SMean    float64 `json:"S_mean"`
		SSD      float64 `json:"S_sd"`
		Beta1    float64 `json:"ATE_beta1"`
		SE1      float64 `json:"se1_hh"`
		Beta2    float64 `json:"HET_beta2"`
		SE2      float64 `json:"se2_hh"`
		HC1      float64 `json:"se1_HC3"`
		HC2      float64 `json:"se2_HC3"`
		T2       float64
		Gates    []float64
		GatesSE  []float64 `json:"gates_se"`
	}
	var ref struct {
		Fix  blp `json:"blp_fixture"`
		Full blp `json:"blp_full"`
	}
	readRef(t, "calibration_blp_evalitr.json", &ref)
	var cs []check
	for _, c := range []struct {
		name, file string
		ref        blp
		even       func(cell int) bool
	}{
		{"fixture", "ggl2008_500cells.csv.gz", ref.Fix, func(c int) bool { return (c-1)/20%2 == 0 }},
		{"full", "ggl2008.csv.gz", ref.Full, func(c int) bool { return c%2 == 0 }},
	} {
		s, cell := ggl(t, c.file)
		m, err := FitArms(s, func(i int) bool { return c.even(cell[i]) }, 0)
		if err != nil {
			t.Fatal(err)
		}
		test := s.Subset(func(i int) bool { return !c.even(cell[i]) && (s.W[i] == 0 || s.W[i] == 4) })
		mu := m.Predict(test.X, test.N())
		two := Two{Y: test.Y, Prob: 1. / 6, Base: mu[0], Cluster: test.Cluster}
		for i, w := range test.W {
			two.Treated = append(two.Treated, w == 4)
			two.Effect = append(two.Effect, mu[4][i]-mu[0][i])
		}
		b, err := two.BLP()
		if err != nil {
			t.Fatal(err)
		}
		gates, err := two.GATES(4)
		if err != nil {
			t.Fatal(err)
		}
		rows := two
		rows.Cluster = nil
		hc, err := rows.BLP()
		if err != nil {
			t.Fatal(err)
		}
		e := ClusterMean(two.Effect, nil)
		n := c.name + ": "
		cs = append(cs, check{n + "people", c.ref.N, float64(test.N()), 0},
			check{n + "clusters", c.ref.Clusters, float64(Count(test.Cluster)), 0},
			check{n + "mean predicted effect", c.ref.SMean, e.Est, 1e-9},
			check{n + "its deviation", c.ref.SSD, e.SE * math.Sqrt(float64(test.N())), 1e-9},
			check{n + "beta 1", c.ref.Beta1, b.ATE.Est, 1e-9}, check{n + "SE", c.ref.SE1, b.ATE.SE, 1e-9},
			check{n + "beta 2", c.ref.Beta2, b.Het.Est, 1e-9}, check{n + "SE", c.ref.SE2, b.Het.SE, 1e-9},
			check{n + "beta 1, HC3 SE", c.ref.HC1, hc.ATE.SE, 1e-9}, check{n + "beta 2, HC3 SE", c.ref.HC2, hc.Het.SE, 1e-9},
			check{n + "t of beta 2", c.ref.T2, b.Het.T(), 1e-9})
		for h, g := range gates {
			cs = append(cs, check{fmt.Sprintf("%squartile %d", n, h+1), c.ref.Gates[h], g.Est, 1e-9}, check{n + "SE", c.ref.GatesSE[h], g.SE, 1e-9})
		}
	}
	return cs
}
