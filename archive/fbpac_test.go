package archive

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/archive/fbpac"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/internal/realdata"
)

// TestFBPACGolden compares all 20 ads with what a person reads in them.
func TestFBPACGolden(t *testing.T) {
	k := readFile(t, fbpac.Format{}, realdata.Dir(t, "fbpac", "ads_fixture.json"))
	if len(k.ads) != 20 || len(k.rejects) != 0 {
		t.Fatalf("%d ads, %d rejects; want 20, 0", len(k.ads), len(k.rejects))
	}
	compareGolden(t, "fbpac.golden", k)
	marks, others := map[string]int{}, 0
	for _, a := range k.ads {
		marks[a.Marks[0]]++
		for f := range a.Audience.Facts() {
			if f.Kind == audience.Other {
				others++
			}
		}
		if a.Advertiser == "" || a.AdvertiserName == "" || len(a.Texts) != 1 || a.Created.Zone != "UTC" || a.Impressions.Stated {
			t.Errorf("%s: %+v", a.ID, a)
		}
		if strings.ContainsAny(a.Texts[0].Body, "<>") {
			t.Errorf("%s: markup in %q", a.ID, a.Texts[0].Body)
		}
		checkNothingPrivate(t, a.Row.Raw)
	}
	if marks[fbpac.Not] != 2 || marks[fbpac.Whole] != 1 || marks[fbpac.InPart] != 17 || others != 0 {
		t.Errorf("marks %v, %d criteria left as other", marks, others)
	}
}

func checkNothingPrivate(t *testing.T, raw []byte) {
	t.Helper()
	for _, field := range fbpac.Private {
		if bytes.Contains(raw, []byte(`"`+field+`"`)) {
			t.Errorf("%s is kept: %.80s", field, raw)
		}
	}
	for _, s := range []string{"own page", "pictures.example"} {
		if bytes.Contains(raw, []byte(s)) {
			t.Errorf("%q is kept: %.80s", s, raw)
		}
	}
}

func TestFBPACRows(t *testing.T) {
	const text = `"The ferry sails\nat nine.\nCome & see"`
	want := []string{
		`fbpac:70001|fbpac:lakeferry|Lake Ferry|2018-03-22T17:11:57Z|US|explained-in-part|` + text + `|lookalike "Lake Ferry" and age 35..44 and gender female and place lives "US" and undisclosed other`,
		`fbpac:70002|fbpac:1234567890123|Lake Ferry|2018-03-22T17:11:57Z||unexplained|` + text + `|undisclosed other`,
		`fbpac:70003|fbpac:lakeferry.example|Lake Ferry|2018-03-22T17:11:57Z|US|explained|` + text + `|age 16.. and place lives "US/Vermont/Burlington" +?`,
		`fbpac:70004|fbpac:lakeferry|Lake Ferry|2018-03-22T17:11:57Z|US|unexplained|` + text + `|list "Lake Ferry" and age 18.. and place lives "US/Florida/Sarasota" +? and other "Moon: full" and undisclosed other`,
	}
	for _, tt := range []struct {
		file    string
		payer   string
		rejects []string
	}{
		{"testdata/fbpac.json", "", []string{"5|fbpac:70005|bad-date", "6||no-id"}},
		{"testdata/fbpac.csv", "Friends of the Ferry", []string{"6|fbpac:70005|bad-date", "7||no-id", "8||wrong-columns"}},
	} {
		k := readFile(t, fbpac.Format{}, tt.file)
		var got, rejects []string
		for _, a := range k.ads {
			if len(a.Remarks) > 0 {
				if a.ID != "fbpac:70006" || a.Remarks[0].Kind != "field-unread" || a.Audience.String() != "undisclosed other" {
					t.Errorf("%s: %v, %s; want the ad whose targets are no list", a.ID, a.Remarks, a.Audience)
				}
				continue
			}
			got = append(got, fmt.Sprintf("%s|%s|%s|%s|%s|%s|%q|%s", a.ID, a.Advertiser, a.AdvertiserName, a.Created, a.Country, a.Marks[0], a.Texts[0].Body, a.Audience))
			if a.Payer != tt.payer || a.Texts[0].Lang != "en-US" || len(a.Links) != 2 && a.Advertiser != "fbpac:lakeferry.example" {
				t.Errorf("%s %s: payer %q, links %v", tt.file, a.ID, a.Payer, a.Links)
			}
			checkNothingPrivate(t, a.Row.Raw)
		}
		for _, r := range k.rejects {
			rejects = append(rejects, fmt.Sprintf("%d|%s|%s", r.Row.Line, r.ID, r.Reason))
			checkNothingPrivate(t, r.Row.Raw)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n got %s\nwant %s", tt.file, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
		}
		if !slices.Equal(rejects, tt.rejects) {
			t.Errorf("%s: rejects %q, want %q", tt.file, rejects, tt.rejects)
		}
	}
}

func TestFBPACDetect(t *testing.T) {
	for name, want := range map[string]bool{"fbpac.json": true, "fbpac.csv": true, "ira.tsv": false, "ira.jsonl": false} {
		if got := (fbpac.Format{}).Detect(name, excerpt(t, name)); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func FuzzFBPAC(f *testing.F) { fuzzFormat(f, fbpac.Format{}, "fbpac.json", "fbpac.csv") }
