package ingest_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/internal/realdata"
	"github.com/contrechamp/contrechamp/store"
)

// row is an invented row of the TSV of the IRA ads.
type row struct{ id, day, text, clicks, interests string }

const header = "AD_CLICKS\tAD_CREATION_DATE\tAD_END_DATE\tAD_ID\tAD_IMPRESSIONS\tAD_LANDING_PAGE\tAD_PATH\tAD_SPEND\t" +
	"AD_TARGETING_AGE\tAD_TARGETING_CUSTOM_AUDIENCE\tAD_TARGETING_EXCLUDE\tAD_TARGETING_EXCLUDED_CONNECTIONS\t" +
	"AD_TARGETING_EXCLUDE_LOCATION\tAD_TARGETING_FRIENDS_OF_CONNECTIONS\tAD_TARGETING_GENDER\tAD_TARGETING_INTERESTS\t" +
	"AD_TARGETING_LANGUAGE\tAD_TARGETING_LOCATION\tAD_TARGETING_LOCATION_LIVING_IN\tAD_TARGETING_LOCATION_RECENTLY_IN\t" +
	"AD_TARGETING_PEOPLE_WHO_MATCH\tAD_TARGETING_PLACEMENTS\tAD_TEXT\tAD_POTENTIAL_TARGET\n"

func (r row) String() string {
	if r.clicks == "" {
		r.clicks = "1"
	}
	return strings.Join([]string{r.clicks, r.day + " 6:28:33", "", r.id, "358", "https://www.facebook.com/Invented-123456789012/", "p.pdf",
		"10.00 RUB", "18 - 51", "", "", "", "", "", "", r.interests, "English (US)", "", "United States", "", "", "News Feed", r.text, ""}, "\t")
}

func tsv(rows ...row) string {
	var b strings.Builder
	b.WriteString(header)
	for _, r := range rows {
		b.WriteString(r.String() + "\n")
	}
	return b.String()
}

// file writes a file and gives its path; a name with .gz is compressed.
func file(t testing.TB, name, text string) string {
	t.Helper()
	data := []byte(text)
	if strings.HasSuffix(name, ".gz") {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		z.Write(data)
		z.Close()
		data = b.Bytes()
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func memory(t testing.TB) *store.Store {
	t.Helper()
	s, err := store.Memory(context.Background(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// imports opens paths and imports all that is found.
func imports(s *store.Store, o ingest.Options, paths ...string) ([]ingest.Result, error) {
	opened, err := archive.Open(paths, archive.Options{})
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	var results []ingest.Result
	for _, in := range opened.Inputs {
		r, err := ingest.Import(context.Background(), s, in.Bundle, in.Format, o)
		if err != nil {
			return results, err
		}
		results = append(results, r)
	}
	return results, nil
}

func must(t testing.TB, s *store.Store, o ingest.Options, paths ...string) ingest.Result {
	t.Helper()
	r, err := imports(s, o, paths...)
	if err != nil {
		t.Fatal(err)
	}
	return r[len(r)-1]
}

// content is a hash of everything in the store, whatever the order of rows.
func content(t testing.TB, s *store.Store) string {
	t.Helper()
	ctx := context.Background()
	rows, err := s.DatabaseForTest(t).QueryContext(ctx, "SELECT table_name FROM duckdb_tables() WHERE NOT temporary ORDER BY 1")
	if err != nil {
		t.Fatal(err)
	}
	var tables []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, name)
	}
	var b strings.Builder
	for _, name := range tables {
		var line string
		from := name
		if name == "source" { // when it was read is no content
			from = "(SELECT * EXCLUDE (read_at) FROM source)"
		}
		q := fmt.Sprintf("SELECT count(*)::varchar || ' ' || coalesce(sum(hash(t)::hugeint), 0)::varchar FROM %s t", from)
		if err := s.DatabaseForTest(t).QueryRowContext(ctx, q).Scan(&line); err != nil {
			t.Fatal(name, err)
		}
		fmt.Fprintf(&b, "%s %s\n", name, line)
	}
	return b.String()
}

// ask runs a query and prints its rows, values joined by blanks.
func ask(t testing.TB, s *store.Store, query string, args ...any) []string {
	t.Helper()
	rows, err := s.DatabaseForTest(t).QueryContext(context.Background(), query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	cols, _ := rows.Columns()
	var lines []string
	for rows.Next() {
		values, into := make([]any, len(cols)), make([]any, len(cols))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, strings.TrimSuffix(fmt.Sprintln(values...), "\n"))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return lines
}

func same(t testing.TB, what string, got []string, want ...string) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}

func TestSameBytesAgainChangeNothing(t *testing.T) {
	s := memory(t)
	path := file(t, "a.tsv", tsv(row{id: "1", day: "2015-10-25", text: "one"}, row{id: "2", day: "2015-10-26", text: "two"}))
	first := must(t, s, ingest.Options{}, path)
	if first.Already || first.New != 2 || first.Source.Ads != 2 || first.Source.SHA256 == "" {
		t.Fatalf("%+v", first)
	}
	before := content(t, s)
	again := must(t, s, ingest.Options{}, path)
	if !again.Already || again.Source.ID != first.Source.ID {
		t.Errorf("%+v", again)
	}
	if after := content(t, s); after != before {
		t.Errorf("the store changed:\n%s\n%s", before, after)
	}
}

func TestRepeatedRowsAndTwoContents(t *testing.T) {
	s := memory(t)
	r := must(t, s, ingest.Options{}, file(t, "a.tsv", tsv(
		row{id: "1", day: "2015-10-25", text: "one"},
		row{id: "1", day: "2015-10-25", text: "one"}, // repeats
		row{id: "2", day: "2015-10-26", text: "two"},
		row{id: "3", day: "2015-10-27", text: "three"},
		row{id: "2", day: "2015-10-26", text: "two"}, // repeats, then clashes
		row{id: "2", day: "2015-10-26", text: "two, but otherwise", interests: "Only here"},
		row{id: "4", day: "2015-10-28", text: "four"},
		row{id: "5", day: "2015-10-28", text: "five"},
	)))
	if src := r.Source; src.Rows != 8 || src.Ads != 4 || src.Repeated != 1 || src.Rejected != 3 {
		t.Errorf("%+v", src)
	}
	same(t, "ads", ask(t, s, "SELECT id FROM ad ORDER BY 1"), "ira:1", "ira:3", "ira:4", "ira:5")
	same(t, "rejects", ask(t, s, "SELECT line, id, reason FROM reject ORDER BY line"),
		"4 ira:2 two-contents", "6 ira:2 two-contents", "7 ira:2 two-contents")
	same(t, "texts", ask(t, s, "SELECT body FROM text ORDER BY 1"), "five", "four", "one", "three")
	same(t, "sightings", ask(t, s, "SELECT count(*) FROM sighting"), "4")
	same(t, "facts of rejected rows", ask(t, s, "SELECT count(*) FROM fact WHERE label = 'Only here'"), "0")
	raw, err := s.Raw(context.Background(), r.Source.ID, "a.tsv", 7)
	if err != nil || !strings.Contains(string(raw.Raw), "two, but otherwise") || raw.Header+"\n" != header {
		t.Errorf("the rejected row in the raw layer: %+v, %v", raw, err)
	}
}

func TestCopies(t *testing.T) {
	s := memory(t)
	opts := ingest.Options{Series: "ira/invented"}
	must(t, s, opts, file(t, "a.tsv", tsv(
		row{id: "1", day: "2015-10-01", text: "stays"},
		row{id: "2", day: "2015-10-05", text: "goes"},
		row{id: "3", day: "2015-10-08", text: "changes"},
		row{id: "4", day: "2015-09-01", text: "before the second window"},
		row{id: "5", day: "2015-10-20", text: "the last"},
	)))
	r := must(t, s, opts, file(t, "b.tsv", tsv(
		row{id: "1", day: "2015-10-01", text: "stays"},
		row{id: "3", day: "2015-10-08", text: "changed", interests: "Chess", clicks: "5"},
		row{id: "6", day: "2015-10-30", text: "new"},
		row{id: "5", day: "2015-10-20", text: "the last"},
	)))
	if r.New != 1 || r.Changed != 1 || r.Same != 2 {
		t.Errorf("new %d changed %d same %d", r.New, r.Changed, r.Same)
	}
	same(t, "removed", first(ask(t, s, store.Query("Removed"))), "ira:2")
	same(t, "changed", ask(t, s, "SELECT id, what FROM ("+store.Query("Changed")+")"), "ira:3 text box clicks")
	same(t, "what ads say", ask(t, s, "SELECT a.id, a.source, t.body FROM ad a JOIN text t ON t.id = a.text ORDER BY a.id"),
		"ira:1 2 stays", "ira:2 1 goes", "ira:3 2 changed", "ira:4 1 before the second window", "ira:5 2 the last", "ira:6 2 new")
	same(t, "what they said", ask(t, s, "SELECT a.id, a.source, t.body FROM ad_was a JOIN text t ON t.id = a.text"), "ira:3 1 changes")
	same(t, "texts of ads", ask(t, s, "SELECT count(*), count(DISTINCT ad) FROM ad_text"), "6 6")

	// A copy of another series says nothing about removals.
	must(t, s, ingest.Options{Series: "ira/other"}, file(t, "c.tsv", tsv(row{id: "1", day: "2015-10-01", text: "stays"}, row{id: "9", day: "2015-10-09"})))
	same(t, "removed", first(ask(t, s, store.Query("Removed"))), "ira:2")

	// An older copy that comes late does not undo what a newer one says.
	must(t, s, opts, file(t, "d.tsv", tsv(
		row{id: "1", day: "2015-10-01", text: "stays"},
		row{id: "3", day: "2015-10-08", text: "very old"},
		row{id: "4", day: "2015-09-01", text: "before the second window"},
	)))
	same(t, "ad 3", ask(t, s, "SELECT t.body FROM ad a JOIN text t ON t.id = a.text WHERE a.id = 'ira:3'"), "changed")
	same(t, "ads", ask(t, s, "SELECT count(*), count(DISTINCT id), count(DISTINCT num) FROM ad"), "7 7 7")
}

func first(lines []string) []string {
	for i, l := range lines {
		lines[i], _, _ = strings.Cut(l, " ")
	}
	return lines
}

func TestExtractionsOfTheSameAds(t *testing.T) {
	tsv, jsonl := realdata.Dir(t, "ira", "ira_ads.tsv.gz"), realdata.Dir(t, "ira", "ira_ads.jsonl.gz")
	var boxes [][]string
	for _, order := range [][]string{{tsv, jsonl}, {jsonl, tsv}} {
		s := memory(t)
		for _, path := range order {
			must(t, s, ingest.Options{}, path)
		}
		same(t, "ads", ask(t, s, "SELECT count(*), count(DISTINCT id) FROM ad"), "3517 3517")
		same(t, "sources", ask(t, s, "SELECT ads, rejected FROM source ORDER BY ads"), "3498 0", "3517 0")
		same(t, "sightings of both", ask(t, s, "SELECT count(*) FROM (SELECT ad FROM sighting GROUP BY ad HAVING count(*) = 2)"), "3498")
		same(t, "money", ask(t, s, "SELECT currency, count(*), sum(money_lo) FROM ad GROUP BY ALL ORDER BY ALL"), "RUB 2730 588175610", "<nil> 787 <nil>")
		same(t, "differences are listed", ask(t, s, "SELECT count(DISTINCT ad) > 500 FROM remark WHERE kind = 'extractions-differ'"), "true")
		same(t, "raw rows of both", ask(t, s, "SELECT sum(rows)::bigint FROM raw GROUP BY source ORDER BY 1"), "3498", "3517")
		boxes = append(boxes, ask(t, s, "SELECT key FROM box ORDER BY key"))
		same(t, "nothing removed", ask(t, s, store.Query("Removed")))
	}
	same(t, "boxes, whichever came first", boxes[1], boxes[0]...)
}

func TestTooFewRows(t *testing.T) {
	s := memory(t)
	must(t, s, ingest.Options{}, file(t, "a.tsv", tsv(row{id: "1", day: "2015-10-25", text: "one"})))
	before := content(t, s)
	for name, text := range map[string]string{
		"half":   tsv(row{id: "7", day: "0001-10-25"}, row{id: "8", day: "2015-10-25", clicks: "-3"}, row{id: "9", day: "2015-10-25"}),
		"all":    tsv(row{id: "7", day: "0001-10-25"}),
		"header": tsv(),
	} {
		_, err := imports(s, ingest.Options{}, file(t, name+".tsv", text))
		if !errors.Is(err, contrechamp.ErrBadFile) {
			t.Errorf("%s: %v", name, err)
		}
		t.Log(err)
		if after := content(t, s); after != before {
			t.Errorf("%s: the store changed:\n%s\n%s", name, before, after)
		}
	}
}

// TestSameBytesUnderAnotherName are the same copy, unless they are said to be
// of another series.
func TestSameBytesUnderAnotherName(t *testing.T) {
	s := memory(t)
	text := tsv(row{id: "1", day: "2015-10-25", text: "one"})
	must(t, s, ingest.Options{}, file(t, "a.tsv", text))
	if r := must(t, s, ingest.Options{}, file(t, "b.tsv", text)); !r.Already {
		t.Errorf("%+v", r)
	}
	if r := must(t, s, ingest.Options{Series: "ira/other"}, file(t, "a.tsv", text)); r.Already || r.Same != 1 {
		t.Errorf("%+v", r)
	}
	same(t, "ads and copies", ask(t, s, "SELECT count(*), (SELECT count(*) FROM source) FROM ad"), "1 2")
}

// TestTalliesOfTheNewestCopy: two copies of a bundle state one total.
func TestTalliesOfTheNewestCopy(t *testing.T) {
	s := memory(t)
	stats := func(spend string) string {
		return "Advertiser_ID,Advertiser_Name,Public_IDs_List,Regions,Elections,Total_Creatives,Spend_USD\nAR1,Invented Committee,,US,US-Federal,3," + spend + "\n"
	}
	weeks := "Advertiser_ID,Advertiser_Name,Election_Cycle,Week_Start_Date,Spend_USD\nAR1,Invented Committee,,2020-05-03,100\n"
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("google-political-ads-advertiser-stats.csv", stats("100"))
	write("google-political-ads-advertiser-weekly-spend.csv", weeks)
	must(t, s, ingest.Options{}, dir)
	r := must(t, s, ingest.Options{}, file(t, "google-political-ads-advertiser-stats.csv", stats("300")))
	if r.Source.Series != "google" {
		t.Errorf("series %s", r.Source.Series)
	}
	same(t, "tallies", ask(t, s, "SELECT kind, source, money_lo FROM tally ORDER BY kind"), "advertiser-total 2 30000", "advertiser-week 1 10000")
	same(t, "raw rows", ask(t, s, "SELECT sum(rows)::bigint FROM raw"), "3")
}

// TestStoppedImport: an import whose context ends leaves the store as it was,
// and the store takes the next one.
func TestStoppedImport(t *testing.T) {
	s := memory(t)
	must(t, s, ingest.Options{}, file(t, "a.tsv", tsv(row{id: "1", day: "2015-10-25", text: "one"})))
	before := content(t, s)
	path := file(t, "b.tsv", many(17_000, "text"))
	for _, stage := range []string{"reading", "settling"} {
		ctx, cancel := context.WithCancel(context.Background())
		opened, err := archive.Open([]string{path}, archive.Options{})
		if err != nil {
			t.Fatal(err)
		}
		in := opened.Inputs[0]
		_, err = ingest.Import(ctx, s, in.Bundle, in.Format, ingest.Options{Progress: func(p ingest.Progress) {
			if p.Stage == stage {
				cancel()
			}
		}})
		opened.Close()
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Errorf("stopped while %s: %v", stage, err)
		}
		if after := content(t, s); after != before {
			t.Errorf("stopped while %s: the store changed:\n%s\n%s", stage, before, after)
		}
	}
	if r := must(t, s, ingest.Options{}, path); r.New+r.Changed != 17_000 {
		t.Errorf("%+v", r)
	}
}

// TestProgress: what is read only grows, ends at the size of the file as
// given, and tells how long the rest takes.
func TestProgress(t *testing.T) {
	s := memory(t)
	path := file(t, "x.tsv.gz", many(17_000, "text"))
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	var all []ingest.Progress
	must(t, s, ingest.Options{Progress: func(p ingest.Progress) { all = append(all, p) }}, path)
	for i, p := range all {
		if p.Of != info.Size() || p.Read > p.Of || i > 0 && (p.Read < all[i-1].Read || p.Rows < all[i-1].Rows) {
			t.Errorf("%+v", p)
		}
	}
	if last := all[len(all)-1]; len(all) < 3 || last.Rows != 17_000 || last.Read != last.Of || last.Left() != 0 {
		t.Errorf("%d reports, the last %+v", len(all), last)
	}
	if p := (ingest.Progress{Read: 25, Of: 100, Elapsed: time.Second}); p.Left() != 3*time.Second {
		t.Errorf("%v left", p.Left())
	}
}
