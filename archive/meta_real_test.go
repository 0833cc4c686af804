package archive

import (
	"context"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/internal/realdata"
)

// openReal reads everything at a path of the real data.
func openReal(t testing.TB, format string, parts ...string) *kept {
	t.Helper()
	return openPath(t, format, realdata.Dir(t, parts...))
}

func openPath(t testing.TB, format, path string) *kept {
	t.Helper()
	got, err := Open([]string{path}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer got.Close()
	k := &kept{}
	for _, in := range got.Inputs {
		if in.Format.Name() != format {
			t.Fatalf("%s is read as %s, want %s", in.Bundle.Name, in.Format.Name(), format)
		}
		if err := in.Format.Read(context.Background(), in.Bundle, k); err != nil {
			t.Fatal(err)
		}
	}
	return k
}

// facts calls see for every fact of e, with whether it stands under a not.
func facts(e *audience.Expr, see func(f audience.Fact, excluded bool)) {
	for f, excluded := range e.Facts() {
		see(f, excluded)
	}
}

// counter counts by name and compares with what is known of the file.
type counter map[string]int

func (c counter) want(t *testing.T, want counter) {
	t.Helper()
	for name, n := range want {
		if c[name] != n {
			t.Errorf("%s: %d, want %d", name, c[name], n)
		}
	}
}

func TestMetaTotals(t *testing.T) {
	k := openReal(t, "meta", "meta", "ads_archive_de_2024.jsonl.gz")
	n := counter{"ads": len(k.ads), "rejects": len(k.rejects)}
	distinct := map[string]bool{}
	once := func(what, value string) {
		if !distinct[what+"\x00"+value] {
			distinct[what+"\x00"+value] = true
			n["distinct "+what]++
		}
	}
	for _, a := range k.ads {
		once("ids", string(a.ID))
		once("pages", string(a.Advertiser))
		once("names", a.AdvertiserName)
		once("boxes", audience.Canonical(a.Audience).String())
		once("days", a.Start.String())
		if a.Money.Stated {
			n["money"]++
			if a.Money.Currency != "EUR" || !a.Money.Presumed || a.Money.Open {
				t.Errorf("%s: money %+v", a.ID, a.Money)
			}
		}
		if a.Impressions.Open {
			n["open impressions"]++
		}
		if a.Estimate.Open {
			n["open estimates"]++
			if a.Estimate.Lo != 1_000_001 {
				t.Errorf("%s: estimate %+v", a.ID, a.Estimate)
			}
		}
		if a.End.Known() {
			n["ended"]++
		}
		bodies := 0
		for _, x := range a.Texts {
			if x.Body != "" {
				bodies++
				once("bodies", x.Body)
			}
		}
		if bodies > 0 {
			n["with bodies"]++
			once("first bodies", a.Texts[0].Body)
		}
		if bodies > 5 {
			n["more than five bodies"]++
		}
		n["most bodies"] = max(n["most bodies"], bodies)
		hidden, excluded := false, 0
		in, out := map[string]bool{}, map[string]bool{}
		facts(a.Audience, func(f audience.Fact, not bool) {
			if f.Kind == audience.Place {
				for _, typ := range []string{"zip", "hood", "county"} {
					if strings.Contains(f.Label, "/"+typ+":") {
						n[typ]++
					}
				}
				if not {
					out[f.Label] = true
				} else {
					in[f.Label] = true
				}
			}
			switch {
			case f.Kind == audience.Other:
				t.Errorf("%s: %s", a.ID, f)
			case f.Kind == audience.Place && not:
				excluded++
			case f.Kind == audience.Undisclosed && f.Of == "place":
				hidden = true
				n["hidden entries"]++
			case f.Kind == audience.Undisclosed && f.Of == "zip":
				n["clusters"]++
			}
		})
		n["excluded entries"] += excluded
		if excluded > 0 {
			n["ads with exclusions"]++
		}
		if hidden {
			n["ads with something hidden"]++
		}
		for name := range in {
			if out[name] {
				n["ads with one name on both sides"]++
				break
			}
		}
		for _, r := range a.Remarks {
			n[r.Kind]++
		}
		for _, r := range a.Repairs {
			once("renamed places", r.Raw) // all were looked through
		}
	}
	n.want(t, counter{
		"ads": 6703, "rejects": 0, "distinct ids": 6703, "distinct pages": 71, "distinct names": 72, "distinct boxes": 690,
		"money": 6651, "open impressions": 64, "open estimates": 1936, "ended": 6576,
		"with bodies": 5575, "distinct first bodies": 1696, "distinct bodies": 1738, "more than five bodies": 12, "most bodies": 10,
		"excluded entries": 1248, "ads with exclusions": 347, "hidden entries": 1320, "ads with something hidden": 428, "clusters": 167,
		"ads with one name on both sides": 24, "zip": 64334, "hood": 146, "county": 20,
		"sums-differ": 6703 - 582, "distinct renamed places": 104,
	})
	first, last := k.ads[0].Start.String(), k.ads[0].Start.String()
	for _, a := range k.ads {
		first, last = min(first, a.Start.String()), max(last, a.Start.String())
	}
	if first != "2023-12-24" || last != "2024-12-14" {
		t.Errorf("from %s to %s, want 2023-12-24 to 2024-12-14", first, last)
	}
}
