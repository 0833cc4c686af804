package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/find"
)

// The CSV forms of lists. A list of sums is one column a currency would be
// ragged; it is written as "EUR 10-20; USD 5".

type advertisersPage struct{ *find.Advertisers }

func (p advertisersPage) Table() ([]string, [][]string) {
	var rows [][]string
	for _, a := range p.Rows {
		row := []string{a.ID, a.Name, strconv.Itoa(a.Ads), sumsText(a.Money), a.First, a.Last, strconv.Itoa(a.Tallies), strconv.Itoa(a.Boxes)}
		var b find.Box
		if a.Narrowest != nil {
			b = *a.Narrowest
		}
		row = append(row, b.Key, whole(b.Size, b.Size.Lo), whole(b.Size, b.Size.Hi), reasonKinds(b.Basis), narrowMark(b.Basis))
		var r find.Reach
		if a.Reach != nil {
			r = *a.Reach
		}
		rows = append(rows, append(row, whole(r.Size, r.Size.Lo), whole(r.Size, r.Size.Hi), reasonKinds(r.Basis), yearList(r.Basis), strconv.Itoa(r.Unsized), statedText(a.Stated)))
	}
	return []string{"id", "name", "ads", "money", "first", "last", "tallies", "boxes",
		"narrowest_box", "narrowest_lower", "narrowest_upper", "narrowest_reasons", "narrow",
		"reach_lower", "reach_upper", "reach_reasons", "population_years", "ads_without_size", "stated_money"}, rows
}

// statedText writes money of rows that are no ads, each with its kind.
func statedText(list []contrechamp.Stated) string {
	var out []string
	for _, x := range list {
		out = append(out, strings.TrimSpace(x.Archive+" "+x.Kind+" "+x.Country)+" "+sumsText([]find.Sum{{Money: x.Money}}))
	}
	return strings.Join(out, "; ")
}

type audiencesPage struct{ *find.Audiences }

func (p audiencesPage) Table() ([]string, [][]string) {
	var rows [][]string
	for _, b := range p.Rows {
		rows = append(rows, []string{b.Box.Key, b.Box.Expr, strconv.Itoa(b.Ads), strconv.Itoa(b.Advertisers), sumsText(b.Money),
			whole(b.Box.Size, b.Box.Size.Lo), whole(b.Box.Size, b.Box.Size.Hi), reasonKinds(b.Box.Basis), yearList(b.Box.Basis), narrowMark(b.Box.Basis), strconv.Itoa(b.Box.Criteria), strconv.Itoa(b.Box.Exclusions), yesNo(b.Box.Hidden)})
	}
	return []string{"key", "box", "ads", "advertisers", "money", "size_lower", "size_upper", "size_reasons", "population_years", "narrow", "criteria", "exclusions", "hidden"}, rows
}

type exclusionsPage struct{ *find.Exclusions }

func (p exclusionsPage) Table() ([]string, [][]string) {
	var rows [][]string
	for _, x := range p.Rows {
		rows = append(rows, []string{x.Fact, x.Kind, x.Label, strconv.Itoa(x.Ads), strconv.Itoa(x.Boxes), strconv.Itoa(x.Advertisers), sumsText(x.Money)})
	}
	return []string{"fact", "kind", "label", "ads", "boxes", "advertisers", "money"}, rows
}

type sourcesPage struct{ *find.Sources }

func (p sourcesPage) Table() ([]string, [][]string) {
	var rows [][]string
	for _, s := range p.Rows {
		rows = append(rows, []string{strconv.FormatInt(s.ID, 10), s.Archive, s.Series, s.Name, s.SHA256, s.From, s.To, s.ReadAt, yesNo(s.Invented),
			strconv.FormatInt(s.Rows, 10), strconv.FormatInt(s.Ads, 10), strconv.FormatInt(s.Tallies, 10), strconv.FormatInt(s.Repeated, 10), strconv.FormatInt(s.Rejected, 10)})
	}
	return []string{"id", "archive", "series", "name", "sha256", "from", "to", "read_at", "invented", "rows", "ads", "tallies", "repeated", "rejected"}, rows
}

func sumsText(sums []find.Sum) string {
	out := ""
	for i, s := range sums {
		if i > 0 {
			out += "; "
		}
		out += s.Money.Currency + " " + units(s.Money, s.Money.Lo) + ".." + upper(s.Money.Range, units(s.Money, s.Money.Hi))
	}
	return out
}

type removedPage struct{ *find.Removed }

// Table is both lists, the first column saying which of them.
func (p removedPage) Table() ([]string, [][]string) {
	header, gone := adsPage{Ads: p.Gone}.Table()
	_, changed := adsPage{Ads: p.Changed}.Table()
	var rows [][]string
	for what, list := range map[string][][]string{"gone": gone, "changed": changed} {
		for _, r := range list {
			rows = append(rows, append([]string{what}, r...))
		}
	}
	slices.SortStableFunc(rows, func(a, b []string) int { return cmp.Compare(b[0], a[0]) })
	return append([]string{"removed"}, header...), rows
}

type audiencePage struct{ *find.Audience }

// Table is the ads that aim at the box.
func (p audiencePage) Table() ([]string, [][]string) {
	return adsPage{Ads: &find.Ads{Rows: p.Rows}}.Table()
}

type adPage struct{ *find.WholeAd }

// Table is the ad's own row, in the columns of the list of ads.
func (p adPage) Table() ([]string, [][]string) {
	return adsPage{Ads: &find.Ads{Rows: []find.AdRow{p.AdRow}}}.Table()
}

type advertiserPage struct{ *find.Advertiser }

// Table is the advertiser's weeks: money over time.
func (p advertiserPage) Table() ([]string, [][]string) {
	var rows [][]string
	for _, w := range p.Weeks {
		rows = append(rows, []string{w.Monday, strconv.Itoa(w.Ads), units(w.Money, w.Money.Lo), upper(w.Money.Range, units(w.Money, w.Money.Hi)), w.Money.Currency, strconv.Itoa(w.NoMoney)})
	}
	return []string{"week", "ads", "money_lower", "money_upper", "currency", "ads_without_money"}, rows
}
