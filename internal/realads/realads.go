// Package realads reads whole archives for tests: the real ones beside the
// repository, and the invented ones that ship with the program.
package realads

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/demo"
	"github.com/contrechamp/contrechamp/internal/realdata"
	"github.com/contrechamp/contrechamp/key"
	"github.com/contrechamp/contrechamp/place"
	"github.com/contrechamp/contrechamp/population"
)

// Meta are the ads of German parties of 2024.
func Meta(t testing.TB) []*contrechamp.Ad {
	t.Helper()
	return read(t, realdata.Dir(t, "meta", "ads_archive_de_2024.jsonl.gz"))
}

// IRA are the ads of the Internet Research Agency, in the extraction that has
// all of them.
func IRA(t testing.TB) []*contrechamp.Ad {
	t.Helper()
	return read(t, realdata.Dir(t, "ira", "ira_ads.tsv.gz"))
}

// IRAOther are the same ads in the other extraction: the texts of some are read
// otherwise.
func IRAOther(t testing.TB) []*contrechamp.Ad {
	t.Helper()
	return read(t, realdata.Dir(t, "ira", "ira_ads.jsonl.gz"))
}

// FBPAC are ads that readers of ProPublica collected.
func FBPAC(t testing.TB) []*contrechamp.Ad {
	t.Helper()
	return read(t, realdata.Dir(t, "fbpac", "ads_fixture.json"))
}

// Valombre is the last copy of the invented country's ads on Meta, without the
// twelve messages a side on cars: the check values are older than those.
func Valombre(t testing.TB) []*contrechamp.Ad {
	t.Helper()
	return invented(t, "valombre-meta-2026-06-12.jsonl.gz")
}

// ValombreBefore is the copy before that: some of its ads are gone in the last.
func ValombreBefore(t testing.TB) []*contrechamp.Ad {
	t.Helper()
	return invented(t, "valombre-meta-2026-05-08.jsonl.gz")
}

func invented(t testing.TB, name string) []*contrechamp.Ad {
	t.Helper()
	packed, err := demo.Packed(name)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, packed, 0o600); err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(read(t, path), func(a *contrechamp.Ad) bool { return a.ID >= firstOfCars })
}

// firstOfCars is where the numbers of those messages begin (demo/internal/gen).
const firstOfCars = "meta:900417330700001"

// Box is the box of an ad as a store keeps it, with its key.
func Box(a *contrechamp.Ad) (*audience.Expr, key.Key) {
	e := audience.Canonical(audience.Map(population.Located(a.Audience, a.Country), func(f audience.Fact) audience.Fact {
		if f.Kind == audience.Place && f.Label != "" {
			f.Label, _ = place.Canonical(f.Label)
		}
		return f
	}))
	return e, key.Of(e)
}

func read(t testing.TB, path string) []*contrechamp.Ad {
	t.Helper()
	opened, err := archive.Open([]string{path}, archive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	var k keep
	for _, in := range opened.Inputs {
		if err := in.Format.Read(context.Background(), in.Bundle, &k); err != nil {
			t.Fatal(err)
		}
	}
	return k.ads
}

type keep struct{ ads []*contrechamp.Ad }

func (k *keep) Ad(a *contrechamp.Ad) error {
	a.Row.Raw = nil // the reader uses it again
	k.ads = append(k.ads, a)
	return nil
}
func (k *keep) Tally(*contrechamp.Tally) error  { return nil }
func (k *keep) Reject(contrechamp.Reject) error { return nil }
