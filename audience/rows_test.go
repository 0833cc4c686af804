package audience

import (
	_ "embed"
	"strings"
	"testing"
)

//go:embed testdata/rows.tsv
var rowsFile string

// rows are the golden expressions: archive, id, expression.
func rows(t testing.TB) (exprs []string) {
	t.Helper()
	for _, line := range strings.Split(strings.TrimSpace(rowsFile), "\n")[1:] {
		cells := strings.Split(line, "\t")
		if len(cells) != 3 {
			t.Fatalf("bad row %q", line)
		}
		exprs = append(exprs, cells[2])
	}
	return exprs
}

// Everything that real rows need prints exactly as it is written.
func TestRowsPrintAsWritten(t *testing.T) {
	for _, s := range rows(t) {
		e, err := Parse(s)
		if err != nil {
			t.Errorf("%s\n  %v", s, err)
			continue
		}
		if got := e.String(); got != s {
			t.Errorf("printed differently\n got %s\nwant %s", got, s)
		}
		c := Canonical(e)
		back, err := Parse(c.String())
		if err != nil || !Equal(back, c) {
			t.Errorf("canonical form does not survive printing: %s: %v", c, err)
		}
	}
}
