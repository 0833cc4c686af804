package web

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/message"
	"github.com/contrechamp/contrechamp/say"
)

type messagesPage struct {
	*find.Messages
	chooser
}

func getMessages(ctx context.Context, r *request) (any, error) {
	q, offer, err := speechOf(ctx, r)
	if err != nil || offer.Choose != nil {
		return messagesPage{chooser: offer}, err
	}
	m, err := r.site.Finder.Messages(ctx, q)
	return messagesPage{Messages: m}, err
}

// Table is a wording a row; the first of each message is its middle text.
func (p messagesPage) Table() ([]string, [][]string) {
	header := []string{"message", "text", "ads", "boxes", "first_day", "last_day", "other_pages"}
	if p.Messages == nil {
		return header, nil
	}
	var rows [][]string
	for _, m := range p.Rows {
		var others []string
		for _, o := range m.Others {
			others = append(others, o.ID+" "+o.Payer)
		}
		ads := m.Ads
		for _, v := range m.Variants {
			ads -= v.Ads
		}
		row := func(text string, ads int) {
			rows = append(rows, []string{m.ID, text, strconv.Itoa(ads), strconv.Itoa(len(m.Boxes)), m.First, m.Last, strings.Join(others, " | ")})
		}
		row(m.Text, ads)
		for _, v := range m.Variants {
			row(v.Text, v.Ads)
		}
	}
	return header, rows
}

// Bracketed is a wording on one line, in brackets the words that another lacks.
func Bracketed(other, text string) string {
	_, runs := diffWords(other, text)
	var out []string
	for _, r := range runs {
		if r.Mark {
			r.Text = "[" + r.Text + "]"
		}
		out = append(out, r.Text)
	}
	return strings.Join(out, " ")
}

// Fillings are what stands in a slot, each with how many texts have it.
func Fillings(l say.Lang, s message.Slot) string {
	var all []string
	for _, f := range s.Fillings {
		terms := f.Terms
		if terms == "" {
			terms = l.T("messages-nothing")
		}
		all = append(all, fmt.Sprintf("%s (%d)", terms, f.Texts))
	}
	return strings.Join(all, l.T("comma"))
}
