package place

import (
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/audience"
)

func TestLookup(t *testing.T) {
	for _, tt := range []struct{ in, path string }{
		{"DE", "DE"}, {"Duitsland", "DE"}, {"Deutschland", "DE"}, {"DEU", "DE"}, {"UK", "GB"}, {"EL", "GR"},
		{"united states", "US"}, {"united_states", "US"}, {"puerto rico", "PR"}, {"Tsjechische Republiek", "CZ"},
		{"België", "BE"}, {"Belgie", "BE"}, {"russia", "RU"}, {"Valombre", "XV"}, {"Georgia", "GE"},
		{"Baden-Württemberg, Duitsland", "DE/Baden-Württemberg"}, {"Beieren, Duitsland", "DE/Bayern"},
		{"Saxony-Anhalt, Duitsland", "DE/Sachsen-Anhalt"}, {"Georgia, United States", "US/Georgia"},
		{"US/MD", "US/Maryland"}, {"DE/BY", "DE/Bayern"}, {"DE/Beieren", "DE/Bayern"}, {"US-MD", ""},
		{"UK/Schotland", "GB/Scotland"}, {"NL/Friesland", "NL/Fryslân"}, {"CA/Québec", "CA/Quebec"},
		{"CH/Zurich", "CH/Zürich"}, {"AT/Niederosterreich", "AT/Niederösterreich"}, {"NO/Sor - Trondelag", "NO/Sør-Trøndelag"},
		{"DE/city:Keulen", "DE/city:Köln"}, {"DE/Nordrhein-Westfalen/Cologne", "DE/city:Köln"}, {"DE/Bayern/Cologne", ""},
		{"DE/county:Kaiserslautern", "DE/Rheinland-Pfalz/county:Kaiserslautern"},
		{"DE/county:Landkreis Kaiserslautern", "DE/Rheinland-Pfalz/county:Landkreis Kaiserslautern"},
		{"DE/county:Gifhorn", "DE/Niedersachsen/county:Gifhorn"}, {"DE/Landkreis Gifhorn", "DE/Niedersachsen/county:Gifhorn"},
		{"FR/county:Finistère", "FR/Bretagne/county:Finistère"}, {"FR/finistere", "FR/Bretagne/county:Finistère"},
		{"GB/Aberdeenshire", "GB/Scotland/county:Aberdeenshire"}, {"XV/Obersteinach", "XV/Obersteinach"},
		{"DE/city:Frankfurt", ""}, {"Atlantis", ""}, {"", ""}, {"DE/", ""}, {"/", ""}, {"DE/zip:01067", ""},
	} {
		p, ok := Lookup(tt.in)
		if ok != (tt.path != "") || p.Path != tt.path {
			t.Errorf("Lookup(%q) = %q, %v; want %q", tt.in, p.Path, ok, tt.path)
		}
	}
}

func TestCanonical(t *testing.T) {
	for _, tt := range []struct {
		in, out string
		joined  bool
	}{
		{"US/MD/Baltimore", "US/Maryland/Baltimore", false},
		{"US/New York/New York", "US/New York/New York", false},
		{"UK/zip:so20 6", "GB/zip:so20 6", false},
		{"DE/zip:01067", "DE/zip:01067", false},
		{"DE/Saksen/Chemnitz", "DE/city:Chemnitz", true},
		{"DE/Saksen/Krauschwitz", "DE/Sachsen/Krauschwitz", false},
		{"Elbonia/Mud", "Elbonia/Mud", false},
		{"DE/Bayern", "DE/Bayern", true},
		{"RO/Alba County/Alba Iulia", "RO/Alba County/Alba Iulia", false},
		{"DE/hood:a%2Fb", "DE/hood:a%2Fb", false},
	} {
		out, joined := Canonical(tt.in)
		if out != tt.out || joined != tt.joined {
			t.Errorf("Canonical(%q) = %q, %v; want %q, %v", tt.in, out, joined, tt.out, tt.joined)
		}
		if again, _ := Canonical(out); again != out {
			t.Errorf("Canonical(%q) = %q: not stable", out, again)
		}
	}
}

func TestName(t *testing.T) {
	for _, tt := range []struct{ path, lang, name string }{
		{"DE", "fr", "Allemagne"}, {"DE", "en", "Germany"}, {"DE", "de", "Deutschland"}, {"DE", "xx", "Germany"},
		{"DE/Bayern", "fr", "Bavière"}, {"DE/Bayern", "en", "Bavaria"}, {"DE/Bayern", "de", "Bayern"}, {"DE/Bayern", "nl", "Beieren"},
		{"BE/Vlaams Gewest", "fr", "Flandre"}, {"TW", "en", "Taiwan"}, {"XV", "fr", "Valombre"},
		{"DE/zip:01067", "fr", "01067"}, {"DE/hood:a%2Fb", "fr", "a/b"}, {"DE/Rheinland-Pfalz/county:Kaiserslautern", "fr", "Kaiserslautern"},
	} {
		if n := Name(tt.path, tt.lang); n != tt.name {
			t.Errorf("Name(%q, %q) = %q; want %q", tt.path, tt.lang, n, tt.name)
		}
	}
}

// TestTable holds every row to the rules of the table.
func TestTable(t *testing.T) {
	for _, file := range []string{countriesTSV, regionsTSV, districtsTSV, handTSV} {
		for line := range lines(file) {
			if n := strings.Count(line, "\t"); n != 6 {
				t.Errorf("%d fields in %q", n+1, line)
			}
		}
	}
	clashes := 0
	for _, c := range Countries() {
		if got, _ := Country(c.Path); got != c.Path {
			t.Errorf("country %s is found as %q", c.Path, got)
		}
		in := index().of(c.Path)
		if len(in.rows) != len(in.paths) {
			t.Errorf("%s: %d rows, %d paths", c.Path, len(in.rows), len(in.paths))
		}
		used := map[string]string{} // NUTS code + kind -> path
		for _, p := range in.rows {
			if parent := in.paths[p.Parent]; parent == nil && p.Parent != c.Path {
				t.Errorf("%s: parent %q is not in the table", p.Path, p.Parent)
			}
			if out, ok := Canonical(p.Path); !ok || out != p.Path {
				t.Errorf("Canonical(%q) = %q, %v", p.Path, out, ok)
			}
			if p.Kind != KindRegion && p.Kind != KindCounty && p.Kind != KindCity {
				t.Errorf("%s: kind %q", p.Path, p.Kind)
			}
			if strings.ContainsAny(p.Path, "\"\\") {
				t.Errorf("%s: quoted characters in a path", p.Path)
			}
			for _, code := range strings.Fields(p.NUTS) {
				want := p.Path[:2]
				switch want {
				case "GB":
					want = "UK"
				case "GR":
					want = "EL"
				}
				if code[:2] != want {
					t.Errorf("%s: NUTS %s is of another country", p.Path, code)
				}
				if other := used[code+string(p.Kind)]; other != "" && want != "NO" && want != "FR" {
					t.Errorf("NUTS %s is both %s and %s", code, other, p.Path)
				}
				used[code+string(p.Kind)] = p.Path
			}
		}
		for _, e := range in.alias {
			if e.clash {
				clashes++
			}
		}
	}
	if clashes > 700 {
		t.Errorf("%d aliases lead to two places", clashes)
	}
	t.Logf("%d aliases lead to two places of one country and kind, and so to neither", clashes)
}

func BenchmarkRegion(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Region("DE", "Nordrhein-Westfalen")
	}
}

func BenchmarkRegionAccents(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Region("DE", "Thüringen")
	}
}

func BenchmarkCanonical(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Canonical("DE/Baden-Württemberg")
	}
}

// FuzzPaths throws any text at the functions that take names of strangers.
func FuzzPaths(f *testing.F) {
	for _, s := range []string{"DE/Beieren", "Baden-Württemberg, Duitsland", "UK/zip:so20 6", "DE/city:Keulen/x", "/", "DE//", "%2F", "US/electoral:Florida 27th District", "\xff/\x00", "XV/nuts:"} {
		f.Add(s, "DE/Bayern")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		path, joined := Canonical(a)
		if again, still := Canonical(path); again != path || still != joined {
			t.Errorf("Canonical(%q) = %q, %v, then %q, %v", a, path, joined, again, still)
		}
		if p, ok := Lookup(path); joined && (!ok || p.Path != path) {
			t.Errorf("%q is joined to %q and not found", a, path)
		}
		Lookup(a)
		Name(a, "fr")
		Enclosing(a)
		Near(a, 10)
		Children(a)
		if (Table{}).Relate(a, a) != audience.Inside {
			t.Errorf("%q is not inside itself", a)
		}
		x, y := (Table{}).Relate(a, b), (Table{}).Relate(b, a)
		if (x == audience.Apart) != (y == audience.Apart) || (x == audience.Unrelated) != (y == audience.Unrelated) {
			t.Errorf("%q to %q is %d, back %d", a, b, x, y)
		}
	})
}
