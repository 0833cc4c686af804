package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/find"
)

// TestDictionaryAgreesWithCode holds docs/dictionary.md against the schema and
// the filters.
func TestDictionaryAgreesWithCode(t *testing.T) {
	const file = "../../docs/dictionary.md"
	d := find.ReadDictionary()
	var b strings.Builder
	b.WriteString("# Data dictionary\n\nMade from the code; the page `/dictionary` says the same. Money is in hundredths of its currency.\n\n## Filters\n\n| key | takes | meaning |\n|---|---|---|\n")
	cell := strings.NewReplacer("|", "\\|")
	for _, k := range d.Filters {
		fmt.Fprintf(&b, "| `%s` | `%s` | %s |\n", k.Name, cell.Replace(k.Takes), cell.Replace(k.Help))
	}
	fmt.Fprintf(&b, "\n## Words\n\nFacts of a box: %s.\n\nRemarks: %s.\n\nReasons of rejects: %s.\n\nTallies: %s.\n",
		strings.Join(d.Facts, ", "), strings.Join(d.Remarks, ", "), strings.Join(d.Rejects, ", "), strings.Join(d.Tallies, ", "))
	for _, table := range d.Tables {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n| column | type | meaning |\n|---|---|---|\n", table.Name, table.Meaning)
		for _, c := range table.Columns {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.Name, c.Type, cell.Replace(c.Meaning))
		}
	}
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != b.String() {
		t.Errorf("%s is not what the code says: go test ./cmd/contrechamp -run 'Manual|Dictionary' -update", file)
	}
	for _, table := range d.Tables {
		if len(table.Columns) == 0 && table.Name != "ad_was" {
			t.Errorf("table %s has no columns in the dictionary", table.Name)
		}
	}
}
