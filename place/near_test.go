package place

import (
	"slices"
	"strings"
	"testing"
)

func TestNear(t *testing.T) {
	for _, tt := range []struct {
		path string
		km   float64
		want string
	}{
		{"US/Maryland/Baltimore", 1, "Delaware,District of Columbia,Maryland,Pennsylvania,Virginia,West Virginia"},
		{"US/MD", 16, "Delaware,District of Columbia,Maryland,New Jersey,Pennsylvania,Virginia,West Virginia"},
		{"US/Maine", 5, "Maine,New Hampshire"},
	} {
		got, ok := Near(tt.path, tt.km)
		slices.Sort(got)
		for i := range got {
			got[i] = strings.TrimPrefix(got[i], "US/")
		}
		if !ok || strings.Join(got, ",") != tt.want {
			t.Errorf("Near(%q, %g) = %q, %v; want %s", tt.path, tt.km, got, ok, tt.want)
		}
	}
	for _, path := range []string{"DE/Bayern", "US", "US/Nowhere", ""} {
		if got, ok := Near(path, 10); ok {
			t.Errorf("Near(%q) = %q", path, got)
		}
	}
	if _, ok := Near("US/Maryland", 101); ok {
		t.Error("Near looks beyond its reach")
	}
	n := 0
	for line := range lines(nearTSV) {
		f := strings.Split(line, "\t")
		if len(f) != 3 || f[0] >= f[1] || strings.Trim(f[2], "0123456789") != "" {
			t.Errorf("near.tsv: %q", line)
		}
		for _, p := range f[:2] {
			if got, ok := Lookup(p); !ok || got.Path != p || got.Kind != KindRegion {
				t.Errorf("near.tsv: %q is no region", p)
			}
		}
		n++
	}
	if n != 147 {
		t.Errorf("%d pairs", n)
	}
}
