package trial

import (
	"crypto/sha256"
	"fmt"
	"math"
	"strings"
	"testing"
)

// attritionOf reads a small file of arm, outcome, covariate and household.
func attritionOf(t *testing.T, rows, cluster string) (chi2, df float64, lost int) {
	t.Helper()
	src, err := openCSV(strings.NewReader("w,y,x,h\n"+rows), false)
	if err != nil {
		t.Fatal(err)
	}
	d := &Description{Arm: "w", Outcome: "y", Covariates: []string{"x"}, Cluster: cluster, Missing: []string{"999"}}
	tab, err := readTable(src, sha256.New(), []string{"w", "y", "x", "h"})
	if err != nil {
		t.Fatal(err)
	}
	p := &preparer{t: tab, d: d, keep: make([]bool, tab.Rows)}
	p.filter()
	for _, c := range []string{"y", "x", "w"} {
		p.dropMissing(c)
	}
	return p.attrition()
}

func TestAttritionByHand(t *testing.T) {
	var b strings.Builder
	row := func(times int, w, y, x string, house int) {
		for range times {
			fmt.Fprintf(&b, "%s,%s,%s,%d\n", w, y, x, house)
		}
	}
	// Of 40 each, arm a lost 4 outcomes and b 12.
	for i := range 4 {
		row(1, "a", "", "1", i)
	}
	for i := range 12 {
		row(1, "b", "", "1", 100+i)
	}
	for i := range 36 {
		row(1, "a", "1", "1", 200+i)
	}
	for i := range 28 {
		x := "1"
		if i < 10 {
			x = "" // no covariate, but an outcome: they count
		}
		row(1, "b", "1", x, 300+i)
	}
	// 20 % lost: 8 expected in each, (4² / 8 + 4² / 8) / 0.8.
	chi2, df, lost := attritionOf(t, b.String(), "")
	if math.Abs(chi2-5) > 1e-12 || df != 1 || lost != 16 {
		t.Errorf("chi-square %v, %v degrees of freedom, %d lost; want 5, 1, 16", chi2, df, lost)
	}
	// Whose arm is not known says nothing of the arms.
	for i, w := range []string{"", "999", "", "999"} {
		row(1, w, []string{"", "1"}[i%2], "1", 400+i)
	}
	if again, df, _ := attritionOf(t, b.String(), ""); again != chi2 || df != 1 {
		t.Errorf("with unknown arms %v, %v degrees of freedom", again, df)
	}
	// Every person twice, in one household: as much as each once.
	twice := ""
	for _, line := range strings.Split(strings.TrimSpace(b.String()), "\n") {
		twice += line + "\n" + line + "\n"
	}
	if pairs, _, lost := attritionOf(t, twice, "h"); math.Abs(pairs-5) > 1e-12 || lost != 32 {
		t.Errorf("in pairs %v, %d lost", pairs, lost)
	}
}
