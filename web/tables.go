package web

import (
	"strconv"

	"github.com/contrechamp/contrechamp/find"
)

// The CSV forms of lists. A list of sums is one column a currency would be
// ragged; it is written as "EUR 10-20; USD 5".

type advertisersPage struct{ *find.Advertisers }

func (p advertisersPage) Table() ([]string, [][]string) {
	var rows [][]string
	for _, a := range p.Rows {
		rows = append(rows, []string{a.ID, a.Name, strconv.Itoa(a.Ads), sumsText(a.Money), a.First, a.Last})
	}
	return []string{"id", "name", "ads", "money", "first", "last"}, rows
}

type audiencesPage struct{ *find.Audiences }

func (p audiencesPage) Table() ([]string, [][]string) {
	var rows [][]string
	for _, b := range p.Rows {
		rows = append(rows, []string{b.Box.Key, b.Box.Expr, strconv.Itoa(b.Ads), strconv.Itoa(b.Advertisers), sumsText(b.Money),
			whole(b.Box.Size, b.Box.Size.Lo), whole(b.Box.Size, b.Box.Size.Hi), strconv.Itoa(b.Box.Criteria), strconv.Itoa(b.Box.Exclusions), yesNo(b.Box.Hidden)})
	}
	return []string{"key", "box", "ads", "advertisers", "money", "size_lower", "size_upper", "criteria", "exclusions", "hidden"}, rows
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
