package machine

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestParameters: every number that the model assumes stands in parameters.json
// with its value, range, provenance and source, and in docs/machine.md by name.
func TestParameters(t *testing.T) {
	all, err := Parameters()
	if err != nil {
		t.Fatal(err)
	}
	docs, err := os.ReadFile("../docs/machine.md")
	if err != nil {
		t.Fatal(err)
	}
	used := assumed()
	for _, p := range all {
		value, ok := used[p.Name]
		switch {
		case !ok:
			t.Errorf("%s is in the file, and nothing uses it", p.Name)
		case value != p.Value:
			t.Errorf("%s is %v in the file, %v in the program", p.Name, p.Value, value)
		case p.Value < p.Range[0] || p.Value > p.Range[1]:
			t.Errorf("%s: %v is outside %v", p.Name, p.Value, p.Range)
		case p.Source == "" || p.Unit == "" || !slices.Contains([]string{"seen", "memory", "choice", "measured"}, p.Provenance):
			t.Errorf("%s has no unit, provenance or source: %+v", p.Name, p)
		case !strings.Contains(string(docs), "`"+p.Name+"`"):
			t.Errorf("%s is not in docs/machine.md", p.Name)
		}
		delete(used, p.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(used)) {
		t.Errorf("%s is assumed, and not in the file", name)
	}
}
