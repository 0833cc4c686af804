package archive

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp"
)

var update = flag.Bool("update", false, "write the .golden files of testdata anew; read the difference before committing it")

// excerpts are the files and folders of testdata of a format: those in the
// folder of its name and those named like it. Each is invented, in the format
// that it stands for; names of those in folders say which quirk they hold.
func excerpts(t testing.TB, format string) (found []string) {
	t.Helper()
	inFolder, err := filepath.Glob(filepath.Join("testdata", format, "*"))
	if err != nil {
		t.Fatal(err)
	}
	alone, err := filepath.Glob(filepath.Join("testdata", format+".*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range append(inFolder, alone...) {
		if !strings.HasSuffix(p, ".golden") {
			found = append(found, p)
		}
	}
	return found
}

// TestExcerpts reads every excerpt and compares all that is read with its
// golden file, which was checked by eye.
func TestExcerpts(t *testing.T) {
	for _, format := range Names() {
		for _, p := range excerpts(t, format) {
			if filepath.Dir(p) == "testdata" {
				continue // has a test of its own
			}
			t.Run(p, func(t *testing.T) {
				got := written(openPath(t, format, p))
				golden := p + ".golden"
				if *update {
					if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(golden)
				if err != nil {
					t.Fatal(err)
				}
				if got != string(want) {
					t.Errorf("%s differs from what is read (run with -update and look at the difference):\n%s", golden, firstDifference(got, string(want)))
				}
			})
		}
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		var a, b string
		if i < len(g) {
			a = g[i]
		}
		if i < len(w) {
			b = w[i]
		}
		if a != b {
			return fmt.Sprintf("line %d: %q, want %q", i+1, a, b)
		}
	}
	return ""
}

// written writes down what was read, one fact a line.
func written(k *kept) string {
	var b strings.Builder
	for _, a := range k.ads {
		writeAd(&b, a)
	}
	for _, x := range k.tallies {
		fmt.Fprintf(&b, "%s:%d %s", x.Row.File, x.Row.Line, x.Kind)
		field(&b, " ", "advertiser", string(x.Advertiser), "name", x.AdvertiserName, "payer", x.Payer, "country", x.Country, "region", x.Region,
			"election", x.Election, "keyword", x.Keyword, "from", x.From.String(), "to", x.To.String(), "money", money(x.Money), "ads", extent(x.Ads, 1))
		if x.Criterion != nil {
			fmt.Fprintf(&b, " criterion %q share %g", x.Criterion, x.Share)
		}
		b.WriteString("\n")
	}
	for _, r := range k.rejects {
		fmt.Fprintf(&b, "%s:%d REJECT %s %s: %s\n", r.Row.File, r.Row.Line, r.ID, r.Reason, r.Detail)
	}
	return b.String()
}

func writeAd(w io.Writer, a *contrechamp.Ad) {
	fmt.Fprintf(w, "%s:%d %s", a.Row.File, a.Row.Line, a.ID)
	field(w, "\n  ", "advertiser", string(a.Advertiser), "name", a.AdvertiserName, "payer", a.Payer, "country", a.Country, "creative", a.Creative,
		"platforms", a.Platforms, "kind", a.Kind, "start", a.Start.String(), "end", a.End.String(), "created", a.Created.String(),
		"money", money(a.Money), "views", extent(a.Impressions, 1), "clicks", extent(a.Clicks, 1), "estimate", extent(a.Estimate, 1), "reached", extent(a.Reached, 1),
		"box", a.Audience.String())
	if a.Context != nil {
		field(w, "\n  ", "context", a.Context.String())
	}
	for _, l := range a.Links {
		field(w, "\n  ", "link", l)
	}
	for _, m := range a.Marks {
		field(w, "\n  ", "mark", m)
	}
	for _, x := range a.Texts {
		fmt.Fprintf(w, "\n  text %s %q %q %q %q", x.Lang, x.Body, x.Title, x.Description, x.Caption)
	}
	for _, d := range a.Delivered {
		fmt.Fprintf(w, "\n  delivered %s|%s|%s|%s people %d share %g", d.Country, d.Region, d.Age, d.Gender, d.People, d.Share)
	}
	for _, r := range a.Remarks {
		fmt.Fprintf(w, "\n  remark %s: %s", r.Kind, r.Detail)
	}
	for _, r := range a.Repairs {
		fmt.Fprintf(w, "\n  repair %s of %s: %q read as %q", r.Rule, r.Field, r.Raw, r.Read)
	}
	fmt.Fprintln(w)
}

// field writes names and values of those that are stated.
func field(w io.Writer, before string, pairs ...string) {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			fmt.Fprintf(w, "%s%s %q", before, pairs[i], pairs[i+1])
		}
	}
}

func money(m contrechamp.Money) string {
	s := extent(m.Range, 100)
	if s == "" {
		return ""
	}
	if s += " " + m.Currency; m.Presumed {
		s += " presumed"
	}
	return s
}

func extent(r contrechamp.Range, of float64) string {
	n := func(x int64) string { return strconv.FormatFloat(float64(x)/of, 'f', -1, 64) }
	switch {
	case !r.Stated:
		return ""
	case r.Open:
		return n(r.Lo) + ".."
	case r.Lo == r.Hi:
		return n(r.Lo)
	}
	return n(r.Lo) + ".." + n(r.Hi)
}
