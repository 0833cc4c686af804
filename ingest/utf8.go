package ingest

import (
	"strings"
	"unicode/utf8"

	"github.com/contrechamp/contrechamp"
)

// badText names a field of the ad that is not valid UTF-8, "" if there is none:
// DuckDB would keep a null in its place without a word.
func badText(a *contrechamp.Ad) string {
	for _, f := range [...]struct{ name, text string }{
		{"id", string(a.ID)}, {"advertiser", string(a.Advertiser)}, {"advertiser's name", a.AdvertiserName},
		{"payer", a.Payer}, {"country", a.Country}, {"creative", a.Creative}, {"platforms", a.Platforms},
		{"type", a.Kind}, {"currency", a.Money.Currency},
	} {
		if !utf8.ValidString(f.text) {
			return f.name
		}
	}
	for i := range a.Texts {
		t := &a.Texts[i]
		for _, s := range [...]string{t.Body, t.Title, t.Description, t.Caption, t.Lang} {
			if !utf8.ValidString(s) {
				return "text"
			}
		}
	}
	for _, list := range [...][]string{a.Links, a.Marks} {
		for _, s := range list {
			if !utf8.ValidString(s) {
				return "link"
			}
		}
	}
	for i := range a.Delivered {
		if d := &a.Delivered[i]; !utf8.ValidString(d.Region) || !utf8.ValidString(d.Age) {
			return "delivery"
		}
	}
	for _, m := range a.Remarks {
		if !utf8.ValidString(contrechamp.EncodeSentence(m.Detail)) {
			return "remark"
		}
	}
	for _, m := range a.Repairs {
		if !utf8.ValidString(m.Raw) || !utf8.ValidString(m.Read) {
			return "repaired value"
		}
	}
	return ""
}

// valid replaces what is not UTF-8 by question marks in lozenges.
func valid(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
