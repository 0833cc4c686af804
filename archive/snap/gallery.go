package snap

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/format"
	"github.com/contrechamp/contrechamp/archive/rows"
	"github.com/contrechamp/contrechamp/audience"
)

// Gallery is Snap's Ads Gallery, as its interface answers: ads of all kinds that
// run in the European Union.
type Gallery struct{}

// Name is the archive's word in ids and addresses.
func (Gallery) Name() string { return "snap" }

// Silent: places, interests and lists are not published there.
func (Gallery) Silent() []audience.Kind {
	return []audience.Kind{audience.Place, audience.Interest, audience.List, audience.Lookalike, audience.Gender}
}

// Detect knows an answer by its previews.
func (Gallery) Detect(_ string, head []byte) bool {
	start := bytes.TrimLeft(head, " \t\r\n")
	return len(start) > 0 && (start[0] == '{' || start[0] == '[') && bytes.Contains(start, []byte(`"ad_preview"`)) ||
		len(start) > 0 && start[0] == '{' && bytes.Contains(start, []byte(`"ad_account_name"`)) && bytes.Contains(start, []byte(`"targeting_v2"`))
}

// preview is an ad as the interface gives it.
type preview struct {
	ID          rows.Word            `json:"id"`
	Account     rows.Word            `json:"ad_account_name"`
	Headline    rows.Word            `json:"headline"`
	Kind        rows.Word            `json:"creative_type"`
	Start       rows.Word            `json:"start_date"`
	Impressions rows.Word            `json:"impressions_total"`
	ByCountry   map[string]rows.Word `json:"impressions_map"`
	Payer       rows.Word            `json:"paying_advertiser_name"`
	Languages   rows.Words           `json:"languages"`
	Targeting   *struct {
		Demographics []demographic `json:"demographics"`
		Devices      []struct {
			OS        rows.Word `json:"os_type"`
			Operation rows.Word `json:"operation"`
		} `json:"devices"`
	} `json:"targeting_v2"`
}

// previewEntry is a preview alone or in its answer.
type previewEntry struct {
	Preview *preview `json:"ad_preview"`
	preview
}

type demographic struct {
	Min       rows.Word  `json:"min_age"`
	Max       rows.Word  `json:"max_age"`
	Groups    rows.Words `json:"age_groups"`
	Languages rows.Words `json:"languages"`
	Gender    rows.Word  `json:"gender"`
	Operation rows.Word  `json:"operation"`
}

// Read hands over the ads of every file.
func (Gallery) Read(ctx context.Context, b *format.Bundle, sink format.Sink) error {
	for _, file := range b.Files {
		if err := rows.EachObject(ctx, file, sink, rows.HasKey("ad_preview", "ad_account_name"), []string{"ad_previews"}, previewEntry{}, readPreview); err != nil {
			return err
		}
	}
	return nil
}

func readPreview(object []byte) (*contrechamp.Ad, contrechamp.AdID, *rows.Error) {
	var e previewEntry
	if err := json.Unmarshal(object, &e); err != nil {
		return nil, "", rows.Bad("bad-json", "the entry is no well-formed JSON object")
	}
	p := &e.preview
	if e.Preview != nil {
		p = e.Preview
	}
	if p.ID == "" {
		return nil, "", rows.Bad("no-id", "the entry has no id")
	}
	ad := &contrechamp.Ad{ID: contrechamp.AdID("snap:" + p.ID), AdvertiserName: string(p.Account), Payer: string(p.Payer), Kind: string(p.Kind)}
	if p.Account != "" {
		ad.Advertiser = contrechamp.AdvertiserID("snap:" + p.Account)
	}
	if p.Headline != "" {
		ad.Texts = []contrechamp.Text{{Body: string(p.Headline)}}
		if len(p.Languages) == 1 {
			ad.Texts[0].Lang = p.Languages[0]
		}
	}
	var b *rows.Error
	if ad.Start, b = previewDate(p.Start); b != nil {
		return nil, ad.ID, b
	}
	p.delivered(ad)
	ad.Audience = p.box()
	return ad, ad.ID, nil
}

func previewDate(w rows.Word) (contrechamp.Date, *rows.Error) {
	if ms, err := strconv.ParseInt(string(w), 10, 64); err == nil && ms > 1e11 {
		return rows.Dated("start_date", time.UnixMilli(ms).UTC().Format(time.RFC3339), "UTC", time.RFC3339)
	}
	return rows.Dated("start_date", string(w), "UTC", time.RFC3339, time.DateOnly)
}

// delivered sets the impressions and their shares by country. Countries without
// any are left out.
func (p *preview) delivered(ad *contrechamp.Ad) {
	total := int64(-1)
	if p.Impressions != "" {
		n, b := rows.Count("impressions_total", string(p.Impressions))
		if b != nil {
			ad.Remarks = append(ad.Remarks, rows.Unread("impressions_total", string(p.Impressions)))
		} else {
			total = n
			ad.Impressions = contrechamp.Exactly(n)
		}
	}
	var countries []string
	for _, c := range slices.Sorted(maps.Keys(p.ByCountry)) {
		n, b := rows.Count("impressions_map", string(p.ByCountry[c]))
		if b != nil {
			ad.Remarks = append(ad.Remarks, rows.Unread("impressions_map", string(p.ByCountry[c])))
			continue
		}
		if n == 0 {
			continue
		}
		countries = append(countries, strings.ToUpper(c))
		if total > 0 && n <= total {
			ad.Delivered = append(ad.Delivered, contrechamp.Band{Country: strings.ToUpper(c), Share: float64(n) / float64(total)})
		}
	}
	ad.Country = strings.Join(countries, ",")
}

// box is the audience that a preview asks for.
func (p *preview) box() *audience.Expr {
	if p.Targeting == nil {
		return audience.Hidden("other", "")
	}
	var in, out []*audience.Expr
	put := func(operation rows.Word, x *audience.Expr) {
		switch {
		case x == nil:
		case strings.EqualFold(string(operation), "EXCLUDE"):
			out = append(out, x)
		default:
			in = append(in, x)
		}
	}
	for _, d := range p.Targeting.Demographics {
		put(d.Operation, d.ages())
		if g := strings.ToLower(string(d.Gender)); g == "female" || g == "male" {
			put(d.Operation, audience.Label(audience.Gender, g))
		}
		var languages []*audience.Expr
		for _, l := range d.Languages {
			if tag, ok := rows.Language(l); ok {
				languages = append(languages, audience.Label(audience.Language, tag))
			} else {
				languages = append(languages, rows.Other("language: "+l))
			}
		}
		if len(languages) > 0 {
			put(d.Operation, audience.Or(languages...))
		}
	}
	for _, d := range p.Targeting.Devices {
		if d.OS != "" {
			put(d.Operation, audience.Label(audience.Device, "os/"+osName(string(d.OS))))
		}
	}
	if len(out) > 0 {
		in = append(in, audience.Except(audience.Or(out...)))
	}
	return audience.And(in...)
}

func osName(s string) string {
	switch strings.ToUpper(s) {
	case "ANDROID":
		return "Android"
	case "IOS":
		return "iOS"
	}
	return s
}

func (d demographic) ages() *audience.Expr {
	groups := slices.Clone([]string(d.Groups))
	if d.Min != "" || d.Max != "" {
		lo, hi := string(d.Min), string(d.Max)
		if lo == "" {
			lo = "13"
		}
		if hi == "" {
			hi = "+"
		} else {
			hi = "-" + hi
		}
		groups = append(groups, strings.Replace(lo+hi, "-50+", "+", 1))
	}
	box, unread := rows.AgeGroups(groups)
	var parts []*audience.Expr
	if box != nil {
		parts = append(parts, box)
	}
	for _, u := range unread {
		parts = append(parts, rows.Other("age: "+u))
	}
	if len(parts) == 0 {
		return nil
	}
	return audience.Or(parts...)
}
