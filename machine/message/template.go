package message

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed texts.tsv
var textsFile string

// Template is what a party can say of an issue: to be for it or against it, or
// something of the subject that takes no side.
type Template struct {
	Issue                  string // of the scenario's model
	For, Against, Everyday Wording
}

// Wording is one sentence in the languages of Valombre.
type Wording struct{ FR, DE, EN string }

// In is the sentence in a language, French if it has no other.
func (w Wording) In(lang string) string {
	switch lang {
	case "de":
		return w.DE
	case "en":
		return w.EN
	}
	return w.FR
}

// Texts are what invented parties say. All sentences are made up.
type Texts struct {
	Templates []Template
	Openings  []Wording // what a text may begin with, and end with: {place} and {party} are filled in
	Closings  []Wording
	Slogans   []Wording // a party's own sentence, one a party
	Fronts    []Wording // names of pages that do not say whose they are
}

// Said are the texts of texts.tsv.
var Said = sync.OnceValues(func() (*Texts, error) { return parseTexts(textsFile) })

func parseTexts(file string) (*Texts, error) {
	t := &Texts{}
	of := map[string]int{}
	n := 0
	for line := range strings.Lines(file) {
		n++
		line = strings.TrimSuffix(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 5 {
			return nil, fmt.Errorf("reading texts, line %d: %d fields, want 5", n, len(f))
		}
		for k := range f[2:] {
			f[2+k] = strings.ReplaceAll(f[2+k], "_", " ")
		}
		w := Wording{f[2], f[3], f[4]}
		switch f[0] {
		case "opening":
			t.Openings = append(t.Openings, w)
		case "closing":
			t.Closings = append(t.Closings, w)
		case "slogan":
			t.Slogans = append(t.Slogans, w)
		case "front":
			t.Fronts = append(t.Fronts, w)
		case "for", "against", "everyday":
			at, ok := of[f[1]]
			if !ok {
				at = len(t.Templates)
				of[f[1]] = at
				t.Templates = append(t.Templates, Template{Issue: f[1]})
			}
			x := &t.Templates[at]
			*map[string]*Wording{"for": &x.For, "against": &x.Against, "everyday": &x.Everyday}[f[0]] = w
		default:
			return nil, fmt.Errorf("reading texts, line %d: no kind %q", n, f[0])
		}
	}
	return t, nil
}

// Fill puts a text together.
func Fill(opening, body, slogan, closing, place, party string) string {
	return strings.NewReplacer("{place}", place, "{party}", party).Replace(opening + body + slogan + closing)
}
