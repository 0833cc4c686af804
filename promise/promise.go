// Package promise finds the sentences of a text that promise something: "we
// will build", "nous construirons", "wir werden bauen", pledges by name, and
// verbs of doing with an object in the first person. What a party only wants or
// demands is an aim and kept apart.
//
// It reads the form of a sentence and not its truth, and it misses promises that
// are made in other forms ("The school stays open"). How often it is right was
// estimated by reading: docs/promises.md.
package promise

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/contrechamp/contrechamp/topic"
	"github.com/contrechamp/contrechamp/words"
)

// Form is how a sentence promises.
type Form string

// The forms, from the plainest to the loosest.
const (
	Pledge Form = "pledge" // the word itself: we promise
	Will   Form = "will"   // first person, future
	Act    Form = "act"    // first person, present, a verb of doing and an object: wir bauen die Brücke
	Aim    Form = "aim"    // first person, what is wanted or demanded: no promise
)

// Forms lists them.
var Forms = []Form{Pledge, Will, Act, Aim}

// Promise is a sentence that promises something.
type Promise struct {
	From, To int // bytes of the text
	Form     Form
	// Because are the bytes of the words that make it one.
	Because words.Sentence
	Topics  []topic.Code // of the sentence
}

// farthest is how many terms may stand between the first person and its verb.
const farthest = 4

// leastTerms is how many terms a sentence has that promises something.
const leastTerms = 4

// Find gives the promises of a text in a language of Languages, in their
// order; none in another language. Questions promise nothing.
func Find(body, lang string) (out []Promise) {
	t := table()[lang]
	if t == nil {
		return nil
	}
	all := words.Sentences(body)
	for k, s := range all {
		sentence := toldApart.Replace(body[s.From:s.To])
		if strings.HasSuffix(strings.TrimSpace(sentence), "?") {
			continue
		}
		spans := words.Spans(sentence)
		terms, capital := make([]string, len(spans)), make([]bool, len(spans))
		for i, x := range spans {
			terms[i] = x.Term
			r, _ := utf8.DecodeRuneInString(sentence[x.From:])
			capital[i] = unicode.IsUpper(r)
		}
		form, at, n := t.form(terms, capital, lang)
		if form == "" {
			continue
		}
		p := Promise{From: s.From, To: s.To, Form: form,
			Because: words.Sentence{From: s.From + spans[at].From, To: s.From + spans[at+n-1].To}}
		if form == Pledge && k > 0 && t.back.at(terms) > 0 {
			p.From = all[k-1].From
		}
		p.Topics = topic.Codes(topic.Find(words.List(body[p.From:p.To]), lang))
		if last := len(out) - 1; last >= 0 && out[last].To > p.From { // the sentence before promised by itself
			out = out[:last]
		}
		out = append(out, p)
	}
	return out
}

// toldApart spells words apart that folding makes one: "fördern" (to further)
// and "fordern" (to demand). The bytes stay as many.
var toldApart = strings.NewReplacer("förder", "foerder", "Förder", "Foerder")

// Languages are those in which promises are found.
var Languages = []string{"fr", "en", "de"}

// form says how the terms of a sentence promise, and with which of them; "" if
// they do not.
func (t *forms) form(terms []string, capital []bool, lang string) (form Form, at, n int) {
	if len(terms) < leastTerms {
		return "", 0, 0
	}
	if at, n, ok := t.pledge.in(terms); ok {
		return Pledge, at, n
	}
	_, _, social := t.not.in(terms)
	for i, w := range terms {
		if !t.self.is(w) {
			continue
		}
		if j, ok := t.future(terms, capital, i, lang); ok && !social {
			from, to := min(i, j), max(i, j)
			return Will, from, to - from + 1
		}
	}
	if at, n, ok := t.aim.in(terms); ok {
		return Aim, at, n
	}
	for i, w := range terms {
		if !t.self.is(w) || social {
			continue
		}
		if j, ok := t.act1(terms, i, lang); ok {
			from, to := min(i, j), max(i, j)
			return Act, from, to - from + 1
		}
	}
	return "", 0, 0
}

// future finds the verb that puts the first person at i into the future.
func (t *forms) future(terms []string, capital []bool, i int, lang string) (int, bool) {
	switch lang {
	case "fr":
		ending := "rons"
		if terms[i] != "nous" {
			ending = "rai"
		}
		for j := i + 1; j <= min(i+farthest, len(terms)-1); j++ {
			if strings.HasSuffix(terms[j], ending) && !t.noun.is(terms[j]) && utf8.RuneCountInString(terms[j]) > len(ending)+1 {
				return j, true
			}
		}
	case "en":
		for j := i + 1; j <= min(i+2, len(terms)-2); j++ {
			if t.will.is(terms[j]) {
				return j, true
			}
		}
	case "de":
		// "wir werden ... ausbauen", "werden wir ...": with an infinitive, which
		// nouns are not; with a participle it is a passive.
		for _, j := range []int{i - 1, i + 1, i + 2} {
			if j < 0 || j >= len(terms)-1 || !t.will.is(terms[j]) || j < i && capital[i] { // "... werden. Wir ..."
				continue
			}
			for k := max(i, j) + 1; k < len(terms); k++ {
				if !capital[k] && isInfinitive(terms[k]) {
					return j, true
				}
			}
		}
	}
	return 0, false
}

// isInfinitive says whether a German term looks like one.
func isInfinitive(w string) bool {
	return utf8.RuneCountInString(w) > 4 && (strings.HasSuffix(w, "en") || strings.HasSuffix(w, "ern") || strings.HasSuffix(w, "eln")) &&
		!strings.HasPrefix(w, "ge") && !words.FunctionWord("de", w)
}

// act1 finds the verb of doing of the first person at i, with something behind
// it. In German the verb may stand before: "Deshalb bauen wir".
func (t *forms) act1(terms []string, i int, lang string) (int, bool) {
	fits := func(j int) bool {
		w := terms[j]
		switch {
		case !t.act.is(w):
			return false
		case lang == "de" && terms[i] == "wir":
			return strings.HasSuffix(w, "en") || strings.HasSuffix(w, "ern")
		case lang == "de":
			return strings.HasSuffix(w, "e")
		case lang == "fr" && terms[i] == "nous":
			return strings.HasSuffix(w, "ons")
		case lang == "fr":
			return false
		}
		return true
	}
	next := []int{i + 1}
	if lang == "de" {
		next = []int{i + 1, i - 1}
	}
	if lang == "fr" {
		next = []int{i + 1, i + 2}
	}
	for _, j := range next {
		if j >= 0 && max(i, j) < len(terms)-1 && fits(j) {
			return j, true
		}
	}
	return 0, false
}

//go:embed words.tsv
var tsv string

// header names the columns of words.tsv.
const header = "kind\tlang\tstem"

// forms are the words of one language.
type forms struct {
	self, will, pledge, act, aim phrases
	not                          phrases // what a first person announces without promising anything
	noun                         phrases // what looks like a verb in the future: environs
	back                         phrases // beginnings that speak of the sentence before: "that is our pledge"
}

// phrases are sequences of terms, the last with a star for all that begin so.
type phrases [][]string

func (p phrases) at(terms []string) int {
	for _, phrase := range p {
		if len(terms) < len(phrase) {
			continue
		}
		ok := true
		for i, w := range phrase {
			prefix, starred := strings.CutSuffix(w, "*")
			ok = ok && (terms[i] == prefix || starred && strings.HasPrefix(terms[i], prefix))
		}
		if ok {
			return len(phrase)
		}
	}
	return 0
}

func (p phrases) is(term string) bool { return p.at([]string{term}) > 0 }

// in finds the first place where one stands.
func (p phrases) in(terms []string) (at, n int, ok bool) {
	for i := range terms {
		if n := p.at(terms[i:]); n > 0 {
			return i, n, true
		}
	}
	return 0, 0, false
}

var table = sync.OnceValue(func() map[string]*forms {
	t, err := parse(tsv)
	if err != nil {
		panic(err) // embedded, and held by a test
	}
	return t
})

func parse(tsv string) (map[string]*forms, error) {
	out := map[string]*forms{}
	n := 0
	for line := range strings.Lines(tsv) {
		line = strings.TrimSuffix(line, "\n")
		if n++; n == 1 {
			if line != header {
				return nil, fmt.Errorf("promises: the columns are %q, want %q", line, header)
			}
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != 3 || !slices.Contains(Languages, cells[1]) || cells[2] == "" {
			return nil, fmt.Errorf("promises, line %d: want a kind, a language and a stem", n)
		}
		f := out[cells[1]]
		if f == nil {
			f = &forms{}
			out[cells[1]] = f
		}
		to := map[string]*phrases{"self": &f.self, "will": &f.will, "pledge": &f.pledge, "act": &f.act, "aim": &f.aim, "not": &f.not, "noun": &f.noun, "back": &f.back}[cells[0]]
		if to == nil {
			return nil, fmt.Errorf("promises, line %d: %q is no kind of word", n, cells[0])
		}
		*to = append(*to, strings.Fields(cells[2]))
	}
	return out, nil
}
