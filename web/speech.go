package web

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp/filter"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/promise"
	"github.com/contrechamp/contrechamp/say"
	"github.com/contrechamp/contrechamp/sidebyside"
	"github.com/contrechamp/contrechamp/topic"
)

// chooser offers the advertisers whose words can be asked about, where none is
// named; empty on the page of one.
type chooser struct {
	Choose []find.AdvertiserUse `json:"choose,omitempty"`
}

// speechOf reads a question about an advertiser's words. Without any parameter
// there is none, and the advertisers are offered.
func speechOf(ctx context.Context, r *request, known ...string) (q find.Speech, offer chooser, err error) {
	if q, err = find.ParseSpeech(r.values, known...); err != nil {
		return q, offer, err
	}
	if len(q.Filter.Terms) > 0 {
		return q, offer, nil
	}
	all, err := r.site.Finder.Advertisers(ctx, filter.Filter{Limit: chooserRows})
	if err != nil {
		return q, offer, err
	}
	return q, chooser{append([]find.AdvertiserUse{}, all.Rows...)}, nil
}

// chooserRows is how many advertisers are offered.
const chooserRows = 30

type divergencePage struct {
	*find.Divergence
	chooser
}

func getDivergence(ctx context.Context, r *request) (any, error) {
	q, offer, err := speechOf(ctx, r, "delivered", "by")
	if err != nil || offer.Choose != nil {
		return divergencePage{chooser: offer}, err
	}
	d, err := r.site.Finder.Divergence(ctx, q)
	return divergencePage{Divergence: d}, err
}

// Table is a word a row: those of each box that are marked, then its strongest.
func (p divergencePage) Table() ([]string, [][]string) {
	header := []string{"box", "seen_by", "messages", "ads", "word", "z", "here", "elsewhere", "marked", "p", "excess_bits", "smallest_visible_excess_bits", "no_test"}
	if p.Divergence == nil {
		return header, nil
	}
	var rows [][]string
	p1, excess, visible := "", "", ""
	if t := p.Test; t != nil {
		p1, excess, visible = exact(t.P), exact(t.Excess), exact(t.Visible)
	}
	for _, b := range p.Boxes {
		seen := ""
		if b.Seen != nil {
			seen = b.Seen.Gender + " " + b.Seen.Ages
		}
		marked := map[string]bool{}
		for _, w := range b.Words {
			marked[w.Word] = true
		}
		for _, w := range b.Top {
			rows = append(rows, []string{b.Expr, seen, strconv.Itoa(b.Messages), strconv.Itoa(b.Ads), w.Word, exact(w.Z), strconv.Itoa(w.Here), strconv.Itoa(w.Elsewhere),
				strconv.FormatBool(marked[w.Word]), p1, excess, visible, p.Apart})
		}
	}
	return header, rows
}

func exact(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

type pairsPage struct {
	*find.Pairs
	chooser
}

func getPairs(ctx context.Context, r *request) (any, error) {
	q, offer, err := speechOf(ctx, r)
	if err != nil || offer.Choose != nil {
		return pairsPage{chooser: offer}, err
	}
	marks, err := sidebyside.LoadMarks(r.site.Marks)
	if err != nil {
		return nil, err
	}
	p, err := r.site.Finder.Pairs(ctx, q, marks)
	return pairsPage{Pairs: p}, err
}

// Table is a pair a row.
func (p pairsPage) Table() ([]string, [][]string) {
	header := []string{"rank", "pair", "score", "likeness", "negation", "opposite_words", "topics", "ad_a", "passage_a", "boxes_a", "ad_b", "passage_b", "boxes_b", "boxes_apart", "box_pairs", "mark"}
	if p.Pairs == nil {
		return header, nil
	}
	var rows [][]string
	for i, x := range p.Rows {
		boxes := func(s find.PairSide) string {
			var all []string
			for _, b := range s.Boxes {
				all = append(all, b.Expr)
			}
			return strings.Join(all, " | ")
		}
		rows = append(rows, []string{strconv.Itoa(i + 1), x.ID, exact(x.Score), exact(x.Likeness), strconv.FormatBool(x.Negation), strconv.FormatBool(x.Opposite), codes(x.Topics),
			string(x.A.Ad), strings.TrimSpace(x.A.Text[x.A.From:x.A.To]), boxes(x.A), string(x.B.Ad), strings.TrimSpace(x.B.Text[x.B.From:x.B.To]), boxes(x.B),
			strconv.Itoa(x.Proven), strconv.Itoa(x.Of), string(x.Mark)})
	}
	return header, rows
}

func codes(list []topic.Code) string {
	var all []string
	for _, c := range list {
		all = append(all, strconv.Itoa(int(c)))
	}
	return strings.Join(all, " ")
}

type promisesPage struct {
	*find.Promises
	chooser
}

func getPromises(ctx context.Context, r *request) (any, error) {
	q, offer, err := speechOf(ctx, r)
	if err != nil || offer.Choose != nil {
		return promisesPage{chooser: offer}, err
	}
	p, err := r.site.Finder.Promises(ctx, q)
	return promisesPage{Promises: p}, err
}

// Made are the rows of promises, Wanted those of aims.
func (p promisesPage) Made() []find.PromiseRow   { return p.of(false) }
func (p promisesPage) Wanted() []find.PromiseRow { return p.of(true) }

func (p promisesPage) of(aim bool) (rows []find.PromiseRow) {
	for _, r := range p.Rows {
		if (r.Form == promise.Aim) == aim {
			rows = append(rows, r)
		}
	}
	return rows
}

// Table is a promise and box a row.
func (p promisesPage) Table() ([]string, [][]string) {
	header := []string{"promise", "form", "topics", "wordings", "texts", "ad", "box", "cell"}
	if p.Promises == nil {
		return header, nil
	}
	var rows [][]string
	for _, r := range p.Rows {
		for i, c := range r.Cells {
			rows = append(rows, []string{strings.TrimSpace(r.Words), string(r.Form), codes(r.Topics), strconv.Itoa(r.Wordings), strconv.Itoa(r.Texts), string(r.Ad), p.Boxes[i].Box.Expr, string(c)})
		}
	}
	return header, rows
}

// Unmarked are a box's strongest words without those that are marked.
func Unmarked(b find.DivergentBox) (words []string) {
	for _, w := range b.Top {
		if !slices.Contains(b.Words, w) {
			words = append(words, w.Word)
		}
	}
	return words
}

// cuts is a passage in runs, those marked that oppose the other side.
func cuts(s find.PairSide) (runs []run) {
	at := s.From
	for _, c := range s.Cues {
		if c.From < at || c.To > s.To { // overlapping
			continue
		}
		runs = append(runs, run{s.Text[at:c.From], false}, run{s.Text[c.From:c.To], true})
		at = c.To
	}
	return append(runs, run{s.Text[at:s.To], false})
}

// TopicNames are topics in words.
func TopicNames(l say.Lang, list []topic.Code) string {
	var all []string
	for _, c := range list {
		all = append(all, c.Name(string(l)))
	}
	return strings.Join(all, l.T("comma"))
}

// askedTopic is a topic as it was asked for, in words.
func askedTopic(l say.Lang, asked string) string {
	if c := topic.Choose(asked); c.Code != 0 {
		return c.Code.Name(string(l))
	}
	return l.Quote(asked)
}

// speakerName is whose words they are.
func speakerName(l say.Lang, s find.Speaker) string {
	switch {
	case s.Payer != "":
		return s.Payer
	case s.ID == "":
		return l.T("archive-" + s.Name)
	}
	return s.Name
}

// PagesAs says which pages are taken as one, "" if there is one only.
func PagesAs(l say.Lang, s find.Speaker) string {
	switch {
	case s.Pages < 2:
		return ""
	case s.Payer == "":
		return l.T("speech-pages-unpaid", "n", s.Pages)
	}
	return l.T("speech-pages-paid", "n", s.Pages, "payer", s.Payer)
}

// SeenWords is a group of those who saw ads.
func SeenWords(l say.Lang, s find.SeenBy) string {
	ages := l.T("seen-all")
	if s.Ages != "all" {
		ages = l.T("seen-ages", "x", strings.ReplaceAll(s.Ages, "-", "–"))
	}
	return l.T("seen-"+s.Gender) + l.T("comma") + ages
}

// speechLink is the address of another question about the same words.
func speechLink(page string, q find.Speech, change ...string) string {
	v := q.Values()
	for i := 0; i+1 < len(change); i += 2 {
		v.Del(change[i])
		if change[i+1] != "" {
			v.Set(change[i], change[i+1])
		}
	}
	return "/" + page + query(v)
}

// Told is the sentence of a divergence.
func Told(l say.Lang, d *find.Divergence) string {
	var excess, p, visible float64
	if d.Test != nil {
		excess, p, visible = d.Test.Excess, d.Test.P, d.Test.Visible
	}
	return l.Divergence(d.Messages, d.Movable, len(d.Boxes), d.Apart, excess, p, visible)
}

// Judged writes the share that marks give, with its interval.
func Judged(l say.Lang, id string, p sidebyside.Part) string {
	if p.Of == 0 {
		return ""
	}
	return l.T(id, "is", fmt.Sprint(p.Is), "of", fmt.Sprint(p.Of), "lo", l.Percent(p.Lo, 0), "hi", l.Percent(p.Hi, 0))
}
