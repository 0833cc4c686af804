package archive

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/ira"
	"github.com/contrechamp/contrechamp/audience"
)

// describe says what matters of an ad in one line.
func describe(a *contrechamp.Ad) string {
	money := "-"
	if a.Money.Stated {
		money = fmt.Sprintf("%d.%02d %s", a.Money.Lo/100, a.Money.Lo%100, a.Money.Currency)
		if a.Money.Presumed {
			money += " presumed"
		}
	}
	var odd []string
	for _, r := range a.Remarks {
		odd = append(odd, r.Kind)
	}
	for _, r := range a.Repairs {
		odd = append(odd, r.Rule)
	}
	odd = append(odd, a.Marks...)
	text := "-"
	if len(a.Texts) > 0 {
		text = a.Texts[0].Body
	}
	return fmt.Sprintf("%d|%s|%s|%s..%s|%s|%s|%q|%s", a.Row.Line, a.ID, a.Advertiser, a.Created, a.End, money, a.Country, text, strings.Join(odd, " "))
}

func checkRows(t *testing.T, k *kept, ads, rejects []string) {
	t.Helper()
	var got, bad []string
	for _, a := range k.ads {
		got = append(got, describe(a))
		if a.Payer != "Internet Research Agency" || a.Row.File == "" || len(a.Row.Raw) == 0 || a.Estimate.Stated || a.Start != a.Created {
			t.Errorf("%s: payer %q, row %+v, estimate %v", a.ID, a.Payer, a.Row, a.Estimate)
		}
	}
	for _, r := range k.rejects {
		bad = append(bad, fmt.Sprintf("%d|%s|%s", r.Row.Line, r.ID, r.Reason))
		if r.Detail.English == "" || len(r.Row.Raw) == 0 {
			t.Errorf("line %d is rejected without a word or its row", r.Row.Line)
		}
	}
	for what, pair := range map[string][2][]string{"ads": {got, ads}, "rejects": {bad, rejects}} {
		if !slices.Equal(pair[0], pair[1]) {
			t.Errorf("%s:\n got %s\nwant %s", what, strings.Join(pair[0], "\n     "), strings.Join(pair[1], "\n     "))
		}
	}
}

func TestIRATSVRows(t *testing.T) {
	checkRows(t, readFile(t, ira.TSV{}, "testdata/ira.tsv"), []string{
		`2|ira:90001|ira:1234567890123456|2016-03-01T06:28:33..2016-03-04T23:59:00|161.23 RUB|US|"The ferry sails at nine."|`,
		`3|ira:90002|ira:1234567890123456|2016-03-01T06:28:33..2016-02-01T08:00:00|0.00 RUB presumed|US|"He said: \"Row!\"\nAnd they rowed."|ends-before-start misread-separator`,
		`5|ira:90003||2018-05-05T01:08:10..|-|DE,FR|"-"|year-differs`,
		`6|ira:90004||2016-03-01T06:28:33..|1000.00 RUB||"The ferry sails at nine."|standing-free`,
		`12|ira:90009||2016-03-01T06:28:33..|20.50 RUB|US|"The ferry sails at nine."|spilled-section spacing`,
	}, []string{"7|ira:90005|bad-number", "8|ira:90006|bad-date", "9|ira:90007|bad-number", "10|ira:90008|bad-number", "11||no-id", "13||wrong-columns"})
}

func TestIRAJSONLRows(t *testing.T) {
	checkRows(t, readFile(t, ira.JSONL{}, "testdata/ira.jsonl"), []string{
		`1|ira:90001|ira:1234567890123456|2016-03-01T06:28:33-08:00..2016-03-04T23:59:00-08:00|161.23 RUB|US|"The ferry sails at nine."|age-dash`,
		`2|ira:90002|ira:1234567890123456|2016-03-01T06:28:33-08:00..2016-02-01T08:00:00-08:00|-|US|"He said: \"Row!\"\nAnd they rowed."|ends-before-start age-letter-o`,
		`3|ira:90003||2018-05-05T01:08:10-07:00..|74.00 USD|DE,FR|"-"|year-differs misread-category`,
		`4|ira:90004||..|161.23 RUB||"The ferry sails at nine."|standing-free`,
		`10|ira:90009||2016-03-01T06:28:33-08:00..|161.23 RUB|US|"The ferry sails at nine."|run-away-category`,
	}, []string{"5|ira:90005|bad-number", "6|ira:90006|bad-date", "7|ira:90007|bad-number", "8||no-id", "9||bad-json"})
}

func TestIRADetect(t *testing.T) {
	tsv, jsonl := excerpt(t, "ira.tsv"), excerpt(t, "ira.jsonl")
	for _, tt := range []struct {
		f    Format
		head []byte
		want bool
	}{
		{ira.TSV{}, tsv, true}, {ira.JSONL{}, jsonl, true},
		{ira.TSV{}, jsonl, false}, {ira.JSONL{}, tsv, false},
		{ira.JSONL{}, jsonl[:600], true}, // a first line longer than what is seen
		{ira.JSONL{}, []byte(`{"id": 1, "page_id": "2"}` + "\n"), false},
		{ira.TSV{}, []byte("AD_ID,AD_TEXT\n"), false},
	} {
		if got := tt.f.Detect("x", tt.head); got != tt.want {
			t.Errorf("%T says %v of %.40q", tt.f, got, tt.head)
		}
	}
}

func excerpt(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// readBytes reads bytes from strangers by a format.
func readBytes(f Format, name string, b []byte) (*kept, error) {
	k := &kept{}
	err := f.Read(context.Background(), &Bundle{Name: name, Files: []File{{Name: name, Open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(b)), nil
	}}}}, k)
	return k, err
}

// fuzzFormat holds what a format reads from any bytes to what every ad is: an
// id of its archive, an audience that parses back, money that is not negative.
func fuzzFormat(f *testing.F, format Format, names ...string) {
	for _, n := range names {
		b := excerpt(f, n)
		head, rows, _ := bytes.Cut(b, []byte("\n"))
		if bytes.HasPrefix(head, []byte("{")) {
			head, rows = nil, b
		}
		for row := range bytes.Lines(rows) { // small seeds, each a file of one row
			f.Add(slices.Concat(head, []byte("\n"), row))
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		k, err := readBytes(format, "x", b)
		if err != nil {
			return
		}
		for _, a := range k.ads {
			if a.ID.Archive() != format.Name() || a.Audience == nil || a.Money.Lo < 0 || a.Impressions.Lo < 0 || a.Clicks.Lo < 0 {
				t.Fatalf("an ad that is none: %+v", a)
			}
			for _, e := range []*audience.Expr{a.Audience, a.Context} {
				if e == nil {
					continue
				}
				if back, err := audience.Parse(e.String()); err != nil || !audience.Equal(back, e) {
					t.Fatalf("%s does not parse back: %v", e, err)
				}
			}
		}
	})
}

func FuzzIRATSV(f *testing.F)   { fuzzFormat(f, ira.TSV{}, "ira.tsv") }
func FuzzIRAJSONL(f *testing.F) { fuzzFormat(f, ira.JSONL{}, "ira.jsonl") }
