package contrechamp_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// layers is the order of packages: each imports only from layers below its
// own, or, where it is listed in beside, from its own.
var layers = map[string]int{
	"audience": 0,
	"draw":     0,
	"lab":      0,
	"sentence": 0,

	"words/diff": 0,

	"":        1,
	"filter":  1,
	"key":     1,
	"place":   1,
	"special": 1,

	"archive":    2,
	"demo":       2,
	"divergence": 2,
	"finding":    2,
	"handover":   2,
	"message":    2,
	"population": 2,
	"promise":    2,
	"reach":      2,
	"say":        2,
	"sidebyside": 2,
	"store":      2,
	"topic":      2,
	"trial":      2,
	"words":      2,

	"engine":  3,
	"ingest":  3,
	"machine": 3,

	"find":            4,
	"machine/score":   5,
	"web":             5,
	"cmd/contrechamp": 6,
}

// beside are the arrows inside a layer that are meant.
var beside = map[string][]string{
	"message":  {"words"},
	"audience": {"sentence"},
	"lab":      {"sentence"},

	"filter":  {""},
	"key":     {""},
	"place":   {"key"},
	"special": {"key"},

	"handover":   {"say"},
	"promise":    {"message", "topic", "words"},
	"sidebyside": {"topic", "words"},
	"topic":      {"words"},
	"trial":      {"say"},
}

// machine are the machine's own packages, from the bottom up.
var machine = []string{
	"machine/electorate", "machine/message", "machine/market", "machine/strategy", "machine/outcome", "machine/scenario", "machine/library", "machine",
}

const module = "github.com/contrechamp/contrechamp"

// TestLayers holds every import of the project against the table.
func TestLayers(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}}{{range .Imports}} {{.}}{{end}}`, "./...").Output()
	if err != nil {
		t.Skipf("go list: %v", err)
	}
	for line := range strings.Lines(string(out)) {
		names := strings.Fields(line)
		from := within(names[0])
		layer, known := layers[from]
		if !known {
			if from != "internal" {
				t.Errorf("package %s has no layer: add it to the table", names[0])
			}
			continue
		}
		for _, n := range names[1:] {
			if !strings.HasPrefix(n, module) {
				continue
			}
			to := within(n)
			if from == "machine" && to == "machine" {
				a, b := slices.Index(machine, under(names[0])), slices.Index(machine, under(n))
				if a < 0 || b >= a {
					t.Errorf("%s imports %s, which is not below it in the machine", names[0], n)
				}
			}
			if to == from || to == "internal" {
				continue
			}
			below, known := layers[to]
			if known && below < layer {
				continue
			}
			allowed := false
			for _, b := range beside[from] {
				allowed = allowed || b == to
			}
			if !allowed {
				t.Errorf("%s (layer %d) imports %s (layer %d)", names[0], layer, n, below)
			}
		}
	}
}

// under is the path of a package below the module.
func under(path string) string { return strings.TrimPrefix(strings.TrimPrefix(path, module), "/") }

// within is the listed package that an import path belongs to: itself or the
// one whose folder it lies in.
func within(path string) string {
	rel := under(path)
	if rel == "internal" || strings.HasPrefix(rel, "internal/") {
		return "internal"
	}
	for p := rel; p != ""; {
		if _, ok := layers[p]; ok {
			return p
		}
		i := strings.LastIndex(p, "/")
		if i < 0 {
			break
		}
		p = p[:i]
	}
	return rel
}
