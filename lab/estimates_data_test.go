package lab

import (
	"fmt"
	"math"
	"strconv"
	"testing"
)

func hillstromChecks(t *testing.T) []check {
	var ref struct {
		Arms map[string]map[string]float64
	}
	readRef(t, "hillstrom_qini.json", &ref)
	var out []check
	for _, o := range []struct {
		name     string
		total    [3]float64
		rate     [3]float64
		decimals int
	}{
		{"visit", [3]float64{2262, 3894, 3238}, [3]float64{.106167, .182757, .151400}, 6},
		{"conversion", [3]float64{122, 267, 189}, [3]float64{.005726, .012531, .008837}, 6},
		{"spend", [3]float64{13908.33, 30311.69, 23038.11}, [3]float64{.652789, 1.422617, 1.077202}, 6},
	} {
		for k, m := range ArmMeans(hillstrom(t, o.name)) {
			n := [3]float64{21306, 21307, 21387}[k]
			out = append(out, check{m.Arm + ": N", n, float64(m.N), 0}, check{m.Arm + ": total " + o.name, o.total[k], m.Mean * n, 1e-9},
				printed(m.Arm+": mean "+o.name+", as printed", o.rate[k], m.Mean, o.decimals),
				check{m.Arm + ": mean " + o.name, ref.Arms[m.Arm][o.name+"_mean"], m.Mean, 1e-9})
			if v, ok := ref.Arms[m.Arm][o.name+"_var"]; ok {
				out = append(out, check{m.Arm + ": variance of " + o.name, v, m.Var, 1e-9})
			}
		}
	}
	return out
}

// hackenburgChecks refits the 730 messages: within each issue, the outcome on
// message dummies, party, ideology and knowledge, HC2. 730 x 4 numbers are
// compared; one line an issue goes into the table.
func hackenburgChecks(t *testing.T) []check {
	p := readTable(t, "hackenburg2025-scaling", "participants.csv.gz")
	pub := readTable(t, "hackenburg2025-scaling", "published_message_estimates.csv.gz")
	type row struct{ est, se, df, p float64 }
	published := make(map[string]row)
	for i, id := range pub["message_id"] {
		var r row
		for name, at := range map[string]*float64{"estimate": &r.est, "std.error": &r.se, "df": &r.df, "p.value": &r.p} {
			v, err := strconv.ParseFloat(pub[name][i], 64)
			if err != nil {
				t.Fatal(err)
			}
			*at = v
		}
		published[id] = r
	}
	if len(published) != 730 {
		t.Errorf("%d published messages, not 730", len(published))
	}
	y := p.num(t, "dv_response_mean")
	cov := [][]float64{p.num(t, "party"), p.num(t, "ideology"), p.num(t, "knowledge")}
	var out []check
	fitted := 0
	for _, issue := range distinct(p["issue"]) {
		fit := mustFit(t, messageModel(p, issue, y, cov))
		table := robust(t, fit, HC2, nil).Coefficients()
		var worst [3]float64
		messages := 0
		for _, c := range table[1 : len(table)-3] {
			want, ok := published[c.Name]
			if !ok {
				t.Errorf("%s: message %s is not published", issue, c.Name)
			}
			for i, d := range []float64{c.Est - want.est, c.SE - want.se, c.DF - want.df} {
				worst[i] = math.Max(worst[i], math.Abs(d))
			}
			messages++
		}
		fitted += messages
		for i, d := range worst {
			if d > 0 {
				worst[i] = math.Pow(10, math.Ceil(math.Log10(d))) // the digit depends on the processor
			}
		}
		out = append(out, check{fmt.Sprintf("%s, %d messages: largest difference of an estimate", issue, messages), 0, worst[0], 1e-10},
			check{fmt.Sprintf("%s: of an SE", issue), 0, worst[1], 1e-10}, check{fmt.Sprintf("%s: of degrees of freedom", issue), 0, worst[2], 0})
	}
	return append(out, check{"message effects refitted", 730, float64(fitted), 0})
}

func distinct(v []string) []string {
	var out []string
	for _, s := range v {
		if indexOf(out, s) < 0 {
			out = append(out, s)
		}
	}
	return out
}

func messageModel(p columns, issue string, y []float64, cov [][]float64) Linear {
	var rows []int
	var ids []string
	for i, s := range p["issue"] {
		if s == issue {
			rows = append(rows, i)
			ids = append(ids, p["message_id"][i])
		}
	}
	m := Linear{Y: take(y, rows)}
	for _, id := range distinct(ids) {
		if id == "0" {
			continue
		}
		d := make([]float64, len(rows))
		for r, s := range ids {
			if s == id {
				d[r] = 1
			}
		}
		m.X, m.Names = append(m.X, d), append(m.Names, id)
	}
	for j, x := range cov {
		m.X, m.Names = append(m.X, take(x, rows)), append(m.Names, []string{"party", "ideology", "knowledge"}[j])
	}
	return m
}
