// Package say puts what the program knows into words, French and English:
// boxes, dates, money, counts, and the sentences of pages and commands. Texts
// stand in messages/*.fr.json and *.en.json, one pair of files a window.
package say

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Lang is a language that people are spoken to in.
type Lang string

const (
	FR Lang = "fr"
	EN Lang = "en"
)

// Langs are all of them.
var Langs = []Lang{FR, EN}

// Match picks the language for an Accept-Language header; English if in doubt.
func Match(header string) Lang {
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return EN
	}
	_, i, _ := matcher.Match(tags...)
	return []Lang{EN, FR}[i]
}

var matcher = language.NewMatcher([]language.Tag{language.English, language.French})

// Of reads a language's code.
func Of(code string) (Lang, bool) {
	switch l := Lang(strings.ToLower(code)); l {
	case FR, EN:
		return l, true
	}
	return "", false
}

// Other is the language that a page offers to switch to.
func (l Lang) Other() Lang {
	if l == FR {
		return EN
	}
	return FR
}

// pick is the form of a word that belongs to the language.
func (l Lang) pick(fr, en string) string {
	if l == FR {
		return fr
	}
	return en
}

//go:embed messages/*.json
var messageFiles embed.FS

// frenchSpaces makes the blanks inside « » and before double signs those that
// no line breaks at: files may be written with ordinary ones.
var frenchSpaces = strings.NewReplacer(" ;", thin+";", " !", thin+"!", " ?", thin+"?", " %", thin+"%",
	" : ", hard+": ", " :\"", hard+":\"", "« ", "«"+hard, " »", hard+"»")

// Message files are read once, on first use.
var localizers = sync.OnceValue(func() map[Lang]*i18n.Localizer {
	b := i18n.NewBundle(language.English)
	b.RegisterUnmarshalFunc("json", json.Unmarshal)
	files, err := messageFiles.ReadDir("messages")
	if err != nil {
		panic(err) // embedded: cannot fail
	}
	for _, f := range files {
		text, err := messageFiles.ReadFile("messages/" + f.Name())
		if err == nil {
			if strings.HasSuffix(f.Name(), "."+string(FR)+".json") {
				text = []byte(frenchSpaces.Replace(string(text)))
			}
			_, err = b.ParseMessageFileBytes(text, f.Name())
		}
		if err != nil {
			panic(fmt.Sprintf("say: %s: %v", f.Name(), err)) // a test reads every file
		}
	}
	out := map[Lang]*i18n.Localizer{}
	for _, l := range Langs {
		out[l] = i18n.NewLocalizer(b, string(l))
	}
	return out
})

// T is the message of an id, with pairs of name and value for its blanks
// ({{.name}}). A value named n chooses between singular and plural, and is
// written as a number of the language. An id without a message is shown in
// brackets, and fails a test.
func (l Lang) T(id string, pairs ...any) string {
	data := make(map[string]any, len(pairs)/2)
	c := &i18n.LocalizeConfig{MessageID: id, TemplateData: data}
	for i := 0; i+1 < len(pairs); i += 2 {
		name, _ := pairs[i].(string)
		v := pairs[i+1]
		if n, ok := count(v); ok {
			v = l.Int(n)
			if name == "n" {
				c.PluralCount = int(min(n, 1<<30))
			}
		}
		data[name] = v
	}
	s, err := localizers()[l].Localize(c)
	if err != nil && c.PluralCount != nil { // a form that the message does not tell apart
		c.PluralCount = 2
		s, err = localizers()[l].Localize(c)
	}
	if err != nil {
		return "[" + id + "]"
	}
	return s
}

func count(v any) (int64, bool) {
	switch n := v.(type) {
	case int:
		return int64(n), true
	case int32:
		return int64(n), true
	case int64:
		return n, true
	}
	return 0, false
}
