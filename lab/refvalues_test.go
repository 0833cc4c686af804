package lab

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/internal/realdata"
)

// Every number of the files of reference values is a reference in the table of
// docs/lab.md. Left out are what the procedures are given: outcomes, costs,
// budgets and sizes of invented examples; and a p-value below 1e-300, where a
// double has lost its digits.
func TestEveryReferenceHasItsRow(t *testing.T) {
	given := []string{"evalITR_toy.Y", "maq.cost", "maq.spend", "ri_villages.y", "mde.two_prop.p", "wilson.n", "clopper.n", "hillstrom_qini.rows"}
	doc, err := os.ReadFile("../docs/lab.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]bool{}
	for line := range strings.Lines(string(doc)) {
		if c := strings.Split(line, "|"); len(c) == 7 {
			rows[strings.TrimSpace(c[2])] = true
		}
	}
	files, err := filepath.Glob(filepath.Join(realdata.Dir(t, "experiments", "refvalues"), "*.json"))
	if err != nil || len(files) < 7 {
		t.Fatalf("%d files of reference values, %v", len(files), err)
	}
	var total, missing int
	var walk func(at string, v any)
	walk = func(at string, v any) {
		switch x := v.(type) {
		case map[string]any:
			for k, w := range x {
				walk(at+"."+k, w)
			}
		case []any:
			for _, w := range x {
				walk(at, w)
			}
		case float64:
			if x > 0 && x < 1e-300 {
				return
			}
			for _, g := range given {
				if strings.HasSuffix(at, g) {
					return
				}
			}
			if total++; !rows[fmt.Sprintf("%.12g", x)] {
				if missing++; missing <= 10 {
					t.Errorf("%s: docs/lab.md has no reference %.12g", at, x)
				}
			}
		}
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var v any
		if err := json.Unmarshal(b, &v); err != nil {
			t.Fatal(fmt.Errorf("reading %s: %w", f, err))
		}
		walk(strings.TrimSuffix(filepath.Base(f), ".json"), v)
	}
	t.Logf("%d numbers, %d without a row", total, missing)
}
