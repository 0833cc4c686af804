// Package topic says what a text is about, by a reviewable lexicon: the 21
// major topics of the Comparative Agendas Project, or words of one's own.
//
// The lexicon is lexicon.tsv: a topic, a language, a kind of match and a stem
// on folded terms (package words), with the words that begin like it and mean
// something else. Every hit names its row and its terms, so that a reader can
// object. A text may have several topics, and none is an honest answer. The
// topic is that of words and no verdict on what the text says about it.
//
// How often a hit is right was estimated by reading: docs/topics.md.
package topic

import (
	"slices"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp/words"
)

// Code is the number of a major topic in the Comparative Agendas codebook,
// 1 to 23 without 11 and 22. 0 is no topic.
type Code int

// Topics that an election makes stand everywhere: texts that share only these
// are not about the same subject.
const (
	International Code = 19
	Government    Code = 20
)

// Topic is a code with its names.
type Topic struct {
	Code            Code   `json:"code"`
	English, French string `json:"-"`
}

// All lists the topics in the order of their codes. The names are shortened
// from the codebook's.
var All = []Topic{
	{1, "economy and taxes", "économie et impôts"},
	{2, "civil rights", "droits et libertés"},
	{3, "health", "santé"},
	{4, "agriculture", "agriculture"},
	{5, "labour", "travail"},
	{6, "education", "éducation"},
	{7, "environment", "environnement"},
	{8, "energy", "énergie"},
	{9, "immigration", "immigration"},
	{10, "transport", "transports"},
	{12, "law and crime", "justice et criminalité"},
	{13, "social welfare", "protection sociale"},
	{14, "housing", "logement"},
	{15, "domestic commerce", "commerce et entreprises"},
	{16, "defence", "défense"},
	{17, "technology", "technologie"},
	{18, "foreign trade", "commerce extérieur"},
	{19, "international affairs", "affaires internationales"},
	{20, "government and elections", "institutions et élections"},
	{21, "public lands", "terres publiques"},
	{23, "culture", "culture"},
}

// topic is the topic of a code, if it is one.
func (c Code) topic() (Topic, bool) {
	i := slices.IndexFunc(All, func(t Topic) bool { return t.Code == c })
	if i < 0 {
		return Topic{}, false
	}
	return All[i], true
}

// Name is the topic's name in a language, "fr" or another for English; "" for
// no topic.
func (c Code) Name(lang string) string {
	t, _ := c.topic()
	if lang == "fr" {
		return t.French
	}
	return t.English
}

// Hit is a place in a text that speaks of a topic: the terms [At, At+N) and
// the row that they answered to.
type Hit struct {
	Code Code
	Row  *Row
	At   int
	N    int
}

// Words are the folded terms of the hit.
func (h Hit) Words(terms []string) string { return strings.Join(terms[h.At:h.At+h.N], " ") }

// Find gives the hits in the terms of a text, in their order, then by code. Rows
// are those of the language; of all languages if it is "". Of two hits of which
// one lies within the other the longer one stands alone: "sécurité sociale" is
// no "sécurité". A text in a language without rows has no hits.
func Find(terms []string, lang string) []Hit { return compiled().find(terms, lang) }

// Codes are the topics of hits, each once, rising.
func Codes(hits []Hit) []Code {
	var out []Code
	for _, h := range hits {
		out = append(out, h.Code)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Chosen is what somebody asks about: one of the topics, or words of their own.
type Chosen struct {
	Code  Code        // 0 if it is words
	Query words.Query // if Code is 0
	Asked string      // as written
}

// Choose reads a choice: the number or the name of a topic in English or
// French, else words, "a phrase", pre*, -without, as in every search.
func Choose(s string) Chosen {
	asked := strings.Join(words.List(s), " ")
	for _, t := range All {
		for _, name := range []string{strconv.Itoa(int(t.Code)), t.English, t.French} {
			if asked != "" && asked == strings.Join(words.List(name), " ") {
				return Chosen{Code: t.Code, Asked: s}
			}
		}
	}
	return Chosen{Query: words.Parse(s), Asked: s}
}

// Holds says whether a text speaks of what was chosen, in a language or any
// ("").
func (c Chosen) Holds(text, lang string) bool {
	if c.Code == 0 {
		return c.Query.Match(text)
	}
	return slices.Contains(Codes(Find(words.List(text), lang)), c.Code)
}

// Empty says that the choice asks for nothing.
func (c Chosen) Empty() bool { return c.Code == 0 && c.Query.Empty() }
