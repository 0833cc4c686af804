package web

//go:generate go run ./internal/gen -out assets

import (
	"context"

	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/say"
)

// mePolicy is the policy of the page "My box": it may compile the program that
// answers, its icon stands in the page, and nothing of its form can be sent. The page shuts its connections
// by itself once everything is there.
const mePolicy = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

// mePage is what the page holds before anything is asked.
type mePage struct {
	Ads         int         `json:"ads"`
	Cards       int         `json:"cards"` // ads that differ in words, payer, advertiser, archive or box
	Boxes       int         `json:"boxes"`
	Advertisers int         `json:"advertisers"`
	Fresh       string      `json:"fresh,omitempty"`
	Silent      []meSilent  `json:"archives"`
	Files       []string    `json:"files"` // what a browser fetches, the same for everybody
	Countries   []meCountry `json:"homes"`
	Languages   []meOption  `json:"languages"`
	Personas    []persona   `json:"personas"`
	Example     string      `json:"command"` // the same on a command line
}

type meSilent struct {
	Name   string   `json:"name"`
	Silent []string `json:"never_published"`
}

func getMe(ctx context.Context, r *request) (any, error) {
	if err := r.only(); err != nil {
		return nil, err
	}
	m, err := r.site.Finder.MyBox(ctx)
	if err != nil {
		return nil, err
	}
	return r.site.mine.page(r.lang, m), nil
}

// pageOf gathers what the page holds.
func pageOf(l say.Lang, m *find.MyBox) mePage {
	p := mePage{Cards: len(m.Cards), Boxes: m.Data.Boxes.Distinct(), Advertisers: len(m.Advertisers), Fresh: m.Fresh,
		Files: []string{"/me/boxes.bin", "/me/cards.json", "/me/words.json", "/assets/mybox.wasm"}, Countries: []meCountry{}, Languages: []meOption{}}
	for _, c := range m.Data.Cards {
		p.Ads += int(c.Ads)
	}
	for _, a := range m.Archives {
		s := meSilent{Name: a.Name, Silent: []string{}}
		for _, k := range a.Silent {
			s.Silent = append(s.Silent, k.String())
		}
		p.Silent = append(p.Silent, s)
	}
	p.Countries, p.Languages = meHomes(l, m), meLanguages(l, m)
	p.Personas = personas(l, m)
	p.Example = "contrechamp me --age 34 --gender female"
	if len(p.Personas) > 0 {
		p.Example = p.Personas[0].Command
	}
	return p
}

// meCards is the file of cards, by columns.
type meCards struct {
	Fresh       string      `json:"fresh"`
	Archives    []meSilent  `json:"archives"`
	Advertisers [][2]string `json:"advertisers"` // id, name
	Texts       []string    `json:"texts"`
	Langs       []string    `json:"langs"` // of texts
	IDs         []string    `json:"ids"`   // of each card one of its ads
	Advertiser  []int32     `json:"advertiser"`
	Archive     []int32     `json:"archive"`
	Text        []int32     `json:"text"`
	Ads         []uint32    `json:"ads"`
}

func cardsOf(m *find.MyBox) meCards {
	out := meCards{Fresh: m.Fresh, Archives: []meSilent{}, Texts: []string{}, Langs: []string{}}
	for _, a := range m.Archives {
		s := meSilent{Name: a.Name, Silent: []string{}}
		for _, k := range a.Silent {
			s.Silent = append(s.Silent, k.String())
		}
		out.Archives = append(out.Archives, s)
	}
	for _, n := range m.Advertisers {
		out.Advertisers = append(out.Advertisers, [2]string{n.ID, n.Name})
	}
	for _, t := range m.Texts {
		out.Texts, out.Langs = append(out.Texts, t.Text), append(out.Langs, t.Lang)
	}
	for i, c := range m.Cards {
		out.IDs = append(out.IDs, c.ID)
		out.Advertiser, out.Archive, out.Text = append(out.Advertiser, c.Advertiser), append(out.Archive, c.Archive), append(out.Text, c.Text)
		out.Ads = append(out.Ads, m.Data.Cards[i].Ads)
	}
	return out
}
