package ingest_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/store"
)

// copyOf is a copy of an archive: a file and the series that it is said to be of.
type copyOf struct{ series, path string }

// now is what a store says of ads and tallies today, without the numbers and the
// times that imports give.
func now(t *testing.T, s *store.Store) string {
	t.Helper()
	return said(t, s, adsIn("ad"),
		"SELECT a.id, x.n, t.body, t.title FROM ad_text x JOIN ad a ON a.num = x.ad JOIN text t ON t.id = x.text ORDER BY ALL",
		"SELECT a.id, d.* EXCLUDE (ad) FROM delivered d JOIN ad a ON a.num = d.ad ORDER BY ALL",
		"SELECT c.series, c.sha256, x.* EXCLUDE (source, advertiser) FROM tally x JOIN source c ON c.id = x.source ORDER BY ALL",
		"SELECT id, series FROM ("+store.Query("Removed")+") ORDER BY ALL")
}

// ever is that and what earlier copies said.
func ever(t *testing.T, s *store.Store) string {
	t.Helper()
	return now(t, s) + said(t, s, adsIn("ad_was"), "SELECT key, expr FROM box ORDER BY ALL", "SELECT id, what FROM ("+store.Query("Changed")+") ORDER BY ALL")
}

func said(t *testing.T, s *store.Store, queries ...string) string {
	t.Helper()
	var all strings.Builder
	for _, q := range queries {
		all.WriteString(strings.Join(ask(t, s, q), "\n") + "\n\n")
	}
	return all.String()
}

func adsIn(table string) string {
	return `SELECT a.id, b.key, t.body, v.name, p.name, a.country, a.start_at, a.end_at, a.money_lo, a.money_hi, a.currency, a.views_lo,
	a.context, a.texts, a.creative, a.links::varchar, a.marks::varchar, c.series, c.sha256, a.file, a.line, a.hash FROM ` + table + ` a
	JOIN box b ON b.id = a.box LEFT JOIN text t ON t.id = a.text JOIN advertiser v ON v.num = a.advertiser
	LEFT JOIN payer p ON p.num = a.payer JOIN source c ON c.id = a.source ORDER BY ALL`
}

// inAllOrders imports copies in every order, then the same files once more, and
// wants it to say the same each time.
func inAllOrders(t *testing.T, says func(*testing.T, *store.Store) string, copies []copyOf) *store.Store {
	t.Helper()
	var want string
	var last *store.Store
	for _, order := range permutations(len(copies)) {
		s := memory(t)
		for _, again := range []bool{false, true} {
			for _, i := range order {
				c := copies[i]
				if r := must(t, s, ingest.Options{Series: c.series}, c.path); r.Already != again {
					t.Fatalf("%v: copy %d: already %v", order, i, r.Already)
				}
			}
			got := says(t, s)
			if want == "" {
				want = got
			}
			if got != want {
				t.Errorf("in the order %v (again: %v):\n%s\nin the first order:\n%s", order, again, got, want)
			}
		}
		last = s
	}
	return last
}

func permutations(n int) [][]int {
	if n == 0 {
		return [][]int{{}}
	}
	var all [][]int
	for _, p := range permutations(n - 1) {
		for i := range n {
			all = append(all, slices.Insert(slices.Clone(p), i, n-1))
		}
	}
	return all
}

// TestOrderOfImports: three copies, two of them of one series, in six orders. An
// ad shows what the copy that ends last says, of whatever series.
func TestOrderOfImports(t *testing.T) {
	one := func(text string) row { return row{id: "1", day: "2015-10-01", text: text} }
	for name, c := range map[string]struct {
		copies []copyOf
		shown  []string // all ads
		was    []string
	}{
		// Ad 7 has two contents in the copy that ends last, ad 8 says again what it said.
		"an older copy of another series between": {[]copyOf{
			{"ira/one", file(t, "a.tsv", tsv(one("A"), row{id: "2", day: "2015-10-20", text: "two"}, row{id: "3", day: "2015-10-02", text: "three"},
				row{id: "7", day: "2015-10-03", text: "x"}, row{id: "7", day: "2015-10-03", text: "y"}, row{id: "8", day: "2015-10-04", text: "P"}))},
			{"ira/two", file(t, "b.tsv", tsv(one("B"), row{id: "4", day: "2015-10-15", text: "four"}, row{id: "7", day: "2015-10-03", text: "S"}, row{id: "8", day: "2015-10-04", text: "Q"}))},
			{"ira/one", file(t, "a.tsv", tsv(one("A'"), row{id: "5", day: "2015-10-10", text: "five"}, row{id: "8", day: "2015-10-04", text: "P"}))},
		}, []string{"A", "P", "S", "five", "four", "three", "two"}, []string{"A'", "B", "Q"}},
		// A day that only a rejected ad has is no end: the last copy ends on the first of October.
		"another series is the newest": {[]copyOf{
			{"ira/one", file(t, "a.tsv", tsv(one("A"), row{id: "2", day: "2015-10-20", text: "two"}))},
			{"ira/two", file(t, "b.tsv", tsv(one("B"), row{id: "3", day: "2015-10-25", text: "three"}))},
			{"ira/one", file(t, "a.tsv", tsv(one("A'"), row{id: "5", day: "2015-12-01", text: "x"}, row{id: "5", day: "2015-12-01", text: "y"}, row{id: "6", day: "2015-09-01", text: "six"}))},
		}, []string{"B", "six", "three", "two"}, []string{"A", "A'"}},
		"they end the same day, one begins later": {[]copyOf{
			{"ira/one", file(t, "a.tsv", tsv(one("A"), row{id: "2", day: "2015-09-02", text: "two"}))},
			{"ira/one", file(t, "b.tsv", tsv(one("B"), row{id: "2", day: "2015-09-03", text: "two"}))},
			{"ira/one", file(t, "c.tsv", tsv(one("C"), row{id: "2", day: "2015-09-04", text: "two"}))},
		}, []string{"C", "two"}, []string{"A", "B", "two", "two"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := inAllOrders(t, ever, c.copies)
			same(t, "shown", ask(t, s, "SELECT t.body FROM ad a JOIN text t ON t.id = a.text ORDER BY 1"), c.shown...)
			same(t, "earlier contents", ask(t, s, "SELECT t.body FROM ad_was a JOIN text t ON t.id = a.text ORDER BY 1"), c.was...)
		})
	}
}

// TestOrderWhereNothingTells: copies of one window, two of them of one series.
func TestOrderWhereNothingTells(t *testing.T) {
	say := func(text string) string {
		return file(t, "x.tsv", tsv(row{id: "1", day: "2015-10-01", text: text}, row{id: text, day: "2015-10-01"}))
	}
	s := inAllOrders(t, ever, []copyOf{{"ira/b", say("11")}, {"ira/a", say("12")}, {"ira/b", say("13")}})
	same(t, "of the last series", ask(t, s, "SELECT c.series FROM ad a JOIN source c ON c.id = a.source WHERE a.id = 'ira:1'"), "ira/b")
}

// TestOrderOfExtractions: two copies of one extraction and one of the other. What
// an ad was is kept as it stood when its copy gave way, so before or after it was
// joined with the other extraction.
func TestOrderOfExtractions(t *testing.T) {
	jsonl := func(created, interests string) string {
		return `{"id": 1, "pdf": "p.pdf", "image": null, "clicks": 1, "impressions": 358, "text": "one", "url": "https://www.facebook.com/Invented-123456789012/",
 "spend_amount": "10.00", "spend_currency": "RUB", "created": "` + created + `T06:28:33-08:00", "ended": null, "targets": ["location:United States", "age:18 - 51", "interests:` + interests + `"]}`
	}
	line := func(s string) string { return strings.ReplaceAll(s, "\n", "") + "\n" }
	for _, day := range []string{"2015-10-01", "2015-10-05"} { // the JSONL ends first and last
		other := line(jsonl("2015-10-01", "Chess")) + line(strings.Replace(jsonl(day, "Go"), `"id": 1`, `"id": 2`, 1))
		s := inAllOrders(t, now, []copyOf{
			{"ira/tsv", file(t, "a.tsv", tsv(row{id: "1", day: "2015-10-01", text: "A", interests: "Chess"}, row{id: "2", day: "2015-10-02", text: "two"}))},
			{"ira/tsv", file(t, "b.tsv", tsv(row{id: "1", day: "2015-10-01", text: "B", interests: "Chess"}, row{id: "2", day: "2015-10-04", text: "two"}))},
			{"ira/jsonl", file(t, "c.jsonl", other)},
		})
		same(t, "the TSV's text, the JSONL's audience", ask(t, s, "SELECT t.body, b.expr LIKE '%Chess%' FROM ad a JOIN text t ON t.id = a.text JOIN box b ON b.id = a.box WHERE a.id = 'ira:1'"), "B true")
	}
}

// TestOrderOfTallies: reports of three weeks, and of one week and no week.
func TestOrderOfTallies(t *testing.T) {
	report := func(name, spent string) copyOf {
		path := filepath.Join(t.TempDir(), name)
		text := "Page ID,Page name,Disclaimer,Amount spent (EUR),Number of ads in Library\n1,Inventa,Inventa,\"" + spent + "\",3\n"
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return copyOf{"adlib-report/NL", path}
	}
	s := inAllOrders(t, ever, []copyOf{
		report("FacebookAdLibraryReport_2024-06-05_NL_last_7_days_advertisers.csv", "100"),
		report("FacebookAdLibraryReport_2024-06-12_NL_last_7_days_advertisers.csv", "50"),
		report("FacebookAdLibraryReport_2024-05-29_NL_last_7_days_advertisers.csv", "200"),
	})
	inAllOrders(t, ever, []copyOf{report("FacebookAdLibraryReport_2024-06-05_NL_last_7_days_advertisers.csv", "100"), report("renamed.csv", "300")})
	same(t, "of the last week", ask(t, s, "SELECT money_lo FROM tally"), "5000")
}

// TestAnyOrder draws copies of up to three series and imports them in two orders.
func TestAnyOrder(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 1))
	rounds := 8
	if testing.Short() {
		rounds = 2
	}
	for range rounds {
		var copies []copyOf
		for i := range 2 + rnd.IntN(4) {
			rows := []row{{id: "99", day: fmt.Sprintf("2015-10-%02d", 1+rnd.IntN(6)), text: fmt.Sprint("copy ", i)}}
			for ad := range 4 {
				for range rnd.IntN(3) {
					rows = append(rows, row{id: fmt.Sprint(1 + ad), day: fmt.Sprintf("2015-10-%02d", 2+ad), text: fmt.Sprint("text ", rnd.IntN(3)), interests: []string{"", "Chess"}[rnd.IntN(2)]})
				}
			}
			rows = append(rows, row{id: fmt.Sprint(200 + i), day: "2015-10-01"}, row{id: fmt.Sprint(300 + i), day: "2015-10-01"},
				row{id: fmt.Sprint(400 + i), day: "2015-10-01"}, row{id: fmt.Sprint(500 + i), day: "2015-10-01"}, row{id: fmt.Sprint(600 + i), day: "2015-10-01"}, row{id: fmt.Sprint(700 + i), day: "2015-10-01"},
				row{id: fmt.Sprint(800 + i), day: "2015-10-01"}, row{id: fmt.Sprint(900 + i), day: "2015-10-01"}) // so that never most rows are rejected: such a file is refused whole
			copies = append(copies, copyOf{fmt.Sprint("ira/", rnd.IntN(3)), file(t, "x.tsv", tsv(rows...))})
		}
		var all []string
		for range 2 {
			s := memory(t)
			for _, i := range rnd.Perm(len(copies)) {
				must(t, s, ingest.Options{Series: copies[i].series}, copies[i].path)
			}
			all = append(all, ever(t, s))
		}
		if all[0] != all[1] {
			t.Fatalf("seed %d: two orders:\n%s\n\n%s", seed, all[0], all[1])
		}
	}
}
