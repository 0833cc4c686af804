package score

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/machine/electorate"
	"github.com/contrechamp/contrechamp/machine/library"
	"github.com/contrechamp/contrechamp/machine/scenario"
)

var update = flag.Bool("update", false, "write the table of docs/machine.md anew")

func table(t *testing.T, o Options) *Table {
	t.Helper()
	sc, err := scenario.Valombre()
	if err != nil {
		t.Fatal(err)
	}
	x, err := Run(t.Context(), sc, o)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func line(t *testing.T, x *Table, name string) Line {
	t.Helper()
	for _, l := range x.Lines {
		if l.Detector == name {
			return l
		}
	}
	t.Fatalf("no detector %q", name)
	return Line{}
}

// TestScore holds what must be so of any world: the import rejects nothing, what is
// written in a library is read from it (regions excluded by name, groups that no box
// holds, ads that vanished), intervals hold the number that they are about, but for
// ads of Google's without an age, which are shown to adults and published as if to
// all; who is said to have one payer with another has.
func TestScore(t *testing.T) {
	if testing.Short() {
		t.Skip("a world of 10,000 voters, imported")
	}
	x := table(t, Options{Voters: 10_000, Worlds: 1, First: 5, Money: .1})
	if x.Reject != 0 || x.Ads != 6*64 {
		t.Errorf("%d rows rejected, %d ads", x.Reject, x.Ads)
	}
	for _, name := range []string{"exclusion", "unreached", "vanished"} {
		if l := line(t, x, name); l.Right == 0 || l.Wrong != 0 || name != "unreached" && l.Missed != 0 {
			t.Errorf("%s: %+v", name, l)
		}
	}
	if l := line(t, x, "real-size"); l.Held != l.Of || l.Of != x.Ads {
		t.Errorf("real size: %+v of %d ads", l, x.Ads)
	}
	if l := line(t, x, "size"); l.Of == 0 || l.Of-l.Held != l.Outside["google"] {
		t.Errorf("size: %+v", l)
	}
	if l := line(t, x, "network-payer"); l.Wrong != 0 {
		t.Errorf("one payer: %+v", l)
	}
	if l := line(t, x, "contradiction"); l.Right+l.Missed != 4 {
		t.Errorf("contradictions: %+v of 4", l)
	}
}

// TestRead: what was written is read: of every ad the box that its library shows, the
// bracket that holds its impressions and its money, its page, its payer, its text.
func TestRead(t *testing.T) {
	if testing.Short() {
		t.Skip("a world of 5,000 voters, imported")
	}
	sc, err := scenario.Valombre()
	if err != nil {
		t.Fatal(err)
	}
	sold, err := library.Make(sc, library.Options{Voters: 5000, Seed: 9, Money: .5})
	if err != nil {
		t.Fatal(err)
	}
	w, rejected, done, err := load(t.Context(), sold, t.TempDir())
	if err != nil || rejected != 0 {
		t.Fatal(err, rejected)
	}
	defer done()
	people, err := sold.Electorate.People(audience.World{}, 1)
	if err != nil {
		t.Fatal(err)
	}
	adults := audience.Ages(electorate.Adult, 254)
	for k := range sold.Ads {
		a, so := &sold.Ads[k], &w.truth.Ads[k]
		ad, err := w.Ad(w, so.ID)
		if err != nil {
			t.Fatal(err)
		}
		box := a.Box
		if a.Platform != "snap" {
			box.Interest = ""
		}
		want, got := box.Expr("XV"), ad.Box.Audience
		more, _ := people.Count(audience.And(adults, got, audience.Except(want)))
		less, _ := people.Count(audience.And(adults, want, audience.Except(got)))
		if more != 0 || less != 0 {
			t.Errorf("%s: %s is read as %s: %d adults more, %d less", so.ID, want, got, more, less)
		}
		if v := ad.Views; !a.Vanished && (v.Lo > so.Shown || !v.Open && v.Hi < so.Shown) {
			t.Errorf("%s: shown %d times, read %+v", so.ID, so.Shown, v)
		}
		if ad.Text != so.Text && so.Text != "" {
			t.Errorf("%s: %q is read as %q", so.ID, so.Text, ad.Text)
		}
		page := sold.Pages[a.Page]
		if ad.AdvertiserName != page.Name || a.Platform == "meta" && (ad.Payer != "") == a.NoPayer {
			t.Errorf("%s of %s (payer hidden %v) is read as of %s, paid by %q", so.ID, page.Name, a.NoPayer, ad.AdvertiserName, ad.Payer)
		}
	}
}

// TestCount: precision and recall by hand.
func TestCount(t *testing.T) {
	var c Count
	for _, x := range [][2]bool{{true, true}, {true, true}, {true, false}, {false, true}, {false, false}, {true, true}} {
		c.judge(x[0], x[1])
	}
	p, _ := c.Precision()
	r, _ := c.Recall()
	if c != (Count{3, 1, 1}) || p != .75 || r != .75 {
		t.Errorf("%+v, %v, %v", c, p, r)
	}
	c.sets(map[string]bool{"a": true, "b": true}, map[string]bool{"b": true, "c": true, "d": true})
	if c != (Count{4, 2, 3}) {
		t.Errorf("%+v", c)
	}
	if _, ok := (Count{Missed: 1}).Precision(); ok {
		t.Error("nothing was said, and that has a precision")
	}
	if _, ok := (Count{Wrong: 1}).Recall(); ok {
		t.Error("nothing is so, and that has a recall")
	}
}

// TestGolden holds the table of docs/machine.md: 20 worlds. With -update it is
// written anew, so that a change shows in review.
func TestGolden(t *testing.T) {
	const path, begin, end = "../../docs/machine.md", "<!-- score: begin -->\n", "<!-- score: end -->"
	if os.Getenv("CONTRECHAMP_FULL") == "" && !*update {
		t.Skip("20 worlds, each imported; set CONTRECHAMP_FULL")
	}
	got := markdown(table(t, Options{Voters: 20_000, Worlds: 20, First: 42, Money: .1}))
	docs, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(docs), begin)
	was, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s has no place for the table", path)
	}
	if *update {
		if err := os.WriteFile(path, []byte(before+begin+got+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got != was {
		t.Errorf("the table is now\n%s", got)
	}
}

func markdown(t *Table) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d worlds of %d voters from seed %d, %d ads, %d rows rejected by the import:\n\n", t.Worlds, t.Voters, t.First, t.Ads, t.Reject)
	b.WriteString("| detector | counted | said and so | said, not so | so, not said | precision | recall | intervals that hold | mean width |\n|---|---|---|---|---|---|---|---|---|\n")
	share := func(x float64, ok bool) string {
		if !ok {
			return "–"
		}
		return fmt.Sprintf("%.2f", x)
	}
	for _, l := range t.Lines {
		if l.Of > 0 {
			outside := ""
			for _, archive := range slices.Sorted(maps.Keys(l.Outside)) {
				outside += fmt.Sprintf("; not %d of %s", l.Outside[archive], archive)
			}
			fmt.Fprintf(&b, "| `%s` | %s | | | | | | %d of %d (%.3f)%s | %.2f |\n", l.Detector, l.Unit, l.Held, l.Of, float64(l.Held)/float64(l.Of), outside, l.Width)
			continue
		}
		fmt.Fprintf(&b, "| `%s` | %s | %d | %d | %d | %s | %s | | |\n", l.Detector, l.Unit, l.Right, l.Wrong, l.Missed, share(l.Precision()), share(l.Recall()))
	}
	return b.String()
}
