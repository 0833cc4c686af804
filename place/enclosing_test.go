package place

import (
	"strings"
	"testing"
)

func TestEnclosing(t *testing.T) {
	for _, tt := range []struct{ path, want string }{
		{"US/zip:90210", "US/California"}, {"US/zip:10001", "US/New York"}, {"US/zip:00501", "US/New York"}, {"US/zip:20001", "US/District of Columbia"},
		{"US/zip:20101", "US/Virginia"}, {"US/zip:73301", "US/Texas"}, {"US/zip:09001", ""}, {"US/zip:1000", ""}, {"US/zip:", ""}, {"DE/zip:01067", ""},
		{"US/electoral:Florida 27th District", "US/Florida"}, {"US/electoral:North Carolina 3rd District", "US/North Carolina"},
		{"US/electoral:Florida", ""}, {"US/electoral:District", ""}, {"US/electoral:", ""}, {"US/electoral: x y", ""}, {"US/metro:Chicago", ""}, {"US", ""}, {"", ""},
	} {
		got, ok := Enclosing(tt.path)
		if got != tt.want && ok || ok != (tt.want != "") {
			t.Errorf("Enclosing(%q) = %q, %v; want %q", tt.path, got, ok, tt.want)
		}
	}
	last := ""
	for line := range lines(postcodesTSV) {
		f := strings.Split(line, "\t")
		if len(f) != 4 || len(f[1]) != len(f[2]) || f[1] > f[2] || f[0]+f[1] <= last {
			t.Errorf("postcodes.tsv: %q", line)
			continue
		}
		if p, ok := Lookup(f[3]); !ok || p.Path != f[3] || p.Path[:2] != f[0] {
			t.Errorf("postcodes.tsv: %q is no region of %s", f[3], f[0])
		}
		last = f[0] + f[2]
	}
}
