package ira

import (
	"fmt"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/format"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/key"
)

// Merge joins the TSV's ad with the JSONL's.
func (TSV) Merge(mine, other *contrechamp.Ad) *contrechamp.Ad {
	return iraMerge(mine, other, mine.Row)
}

// Merge joins the JSONL's ad with the TSV's.
func (JSONL) Merge(mine, other *contrechamp.Ad) *contrechamp.Ad {
	return iraMerge(other, mine, mine.Row)
}

var _, _ format.Merger = TSV{}, JSONL{}

// iraMerge makes one ad of two readings of the same page. Money, dates, text,
// links and the spelling of labels are the TSV's; which criteria there are and
// how they are grouped is the JSONL's, as the TSV lost the first AND-group of
// some 220 ads. A date gets the JSONL's zone where both print the same clock.
func iraMerge(tsv, jsonl *contrechamp.Ad, row contrechamp.Row) *contrechamp.Ad {
	ad := *tsv
	ad.Row = row
	ad.Repairs = slices.Concat(tsv.Repairs, jsonl.Repairs)
	ad.Remarks = slices.Clone(tsv.Remarks)
	for _, r := range jsonl.Remarks {
		// An odd end of the JSONL is not that of the ad, which has the TSV's.
		if r.Kind != "ends-before-start" && !slices.ContainsFunc(ad.Remarks, func(x contrechamp.Remark) bool { return x.Kind == r.Kind && x.Detail.String() == r.Detail.String() }) {
			ad.Remarks = append(ad.Remarks, r)
		}
	}
	differ := func(field, t, j string) {
		ad.Remarks = append(ad.Remarks, contrechamp.Differ(field, contrechamp.Reading{Of: "TSV", Says: t}, contrechamp.Reading{Of: "JSONL", Says: j}))
	}

	date := func(field string, t, j contrechamp.Date) contrechamp.Date {
		if t.Known() == j.Known() && t.Time.Equal(j.Time) {
			t.Zone = j.Zone
			return t
		}
		differ(field, t.String(), j.String())
		return t
	}
	ad.Created = date("created", tsv.Created, jsonl.Created)
	ad.End = date("ended", tsv.End, jsonl.End)
	ad.Start = ad.Created
	if tsv.Money.Range != jsonl.Money.Range || tsv.Money.Stated && tsv.Money.Currency != jsonl.Money.Currency {
		differ("spend", iraPrice(tsv.Money), iraPrice(jsonl.Money))
	}
	if tsv.Impressions != jsonl.Impressions {
		differ("impressions", fmt.Sprint(tsv.Impressions.Lo), fmt.Sprint(jsonl.Impressions.Lo))
	}
	if tsv.Clicks != jsonl.Clicks {
		differ("clicks", fmt.Sprint(tsv.Clicks.Lo), fmt.Sprint(jsonl.Clicks.Lo))
	}
	if t, j := iraText(tsv), iraText(jsonl); key.Label(t) != key.Label(j) {
		differ("text", iraAround(t, j), iraAround(j, t))
	}
	if ad.Advertiser == "" {
		ad.Advertiser, ad.AdvertiserName = jsonl.Advertiser, jsonl.AdvertiserName
	}
	if tsv.Advertiser != jsonl.Advertiser {
		differ("account", string(tsv.Advertiser), string(jsonl.Advertiser))
	}

	ad.Audience = iraRespell(jsonl.Audience, iraSpellings(tsv.Audience))
	if key.Of(tsv.Audience) != key.Of(ad.Audience) {
		differ("audience", tsv.Audience.String(), ad.Audience.String())
	}
	if tsv.Context != nil && jsonl.Context != nil && key.Of(tsv.Context) != key.Of(jsonl.Context) {
		differ("placements", tsv.Context.String(), jsonl.Context.String())
	}
	if ad.Context == nil {
		ad.Context = jsonl.Context
	}
	ad.Country = jsonl.Country
	ad.Marks = jsonl.Marks
	return &ad
}

func iraPrice(m contrechamp.Money) string {
	if !m.Stated {
		return ""
	}
	return fmt.Sprintf("%d.%02d %s", m.Lo/100, m.Lo%100, m.Currency)
}

func iraText(a *contrechamp.Ad) string {
	if len(a.Texts) == 0 {
		return ""
	}
	return a.Texts[0].Body
}

// iraAround quotes a text from a little before the first place where its words
// differ from another's.
func iraAround(s, other string) string {
	words, others := strings.Fields(s), strings.Fields(other)
	i := 0
	for i < len(words) && i < len(others) && key.Label(words[i]) == key.Label(others[i]) {
		i++
	}
	from, to := max(0, i-3), min(len(words), i+6)
	part := strings.Join(words[from:to], " ")
	if from > 0 {
		part = "… " + part
	}
	if to < len(words) {
		part += " …"
	}
	return part
}

// iraLabel is a label as it is compared.
type iraLabel struct {
	kind audience.Kind
	fold string
}

// iraSpellings is how an expression spells its labels.
func iraSpellings(e *audience.Expr) map[iraLabel]string {
	as := map[iraLabel]string{}
	for f := range e.Facts() {
		as[iraLabel{f.Kind, key.Label(f.Label)}] = f.Label
	}
	return as
}

// iraRespell is the expression with its labels spelled otherwise.
func iraRespell(e *audience.Expr, as map[iraLabel]string) *audience.Expr {
	return audience.Map(e, func(f audience.Fact) audience.Fact {
		if s, ok := as[iraLabel{f.Kind, key.Label(f.Label)}]; ok && f.Kind != audience.Place {
			f.Label = s
		}
		return f
	})
}
