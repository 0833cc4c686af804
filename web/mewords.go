package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/key"
	"github.com/contrechamp/contrechamp/place"
	"github.com/contrechamp/contrechamp/say"
)

// meWords is the file of words, one a language: what the page cannot put into
// words by itself, since names of places and languages need large tables.
type meWords struct {
	Lang     say.Lang              `json:"lang"`
	Facts    map[string]string     `json:"facts"`    // written form to words
	Places   map[string]string     `json:"places"`   // path to name, of homes
	Labels   map[string][]meOption `json:"labels"`   // by kind, most used first
	Kinds    map[string]string     `json:"kinds"`    // word of the language of boxes to a plural
	Archives map[string]string     `json:"archives"` // name to its name in words
	Messages map[string]string     `json:"messages"` // of messages/me.*.json, blanks as {name}
	Personas []persona             `json:"personas"`
}

// meOption is something to choose: its written form and its words.
type meOption struct {
	Value string `json:"value"`
	Words string `json:"words"`
	Ads   uint32 `json:"ads"`
}

// meCountry is a country with its regions; smaller places stand in the file of
// words.
type meCountry struct {
	meOption
	Regions []meOption `json:"regions,omitempty"`
}

func wordsOf(l say.Lang, m *find.MyBox) meWords {
	w := meWords{Lang: l, Facts: map[string]string{}, Places: map[string]string{}, Labels: map[string][]meOption{}, Kinds: map[string]string{}, Archives: map[string]string{}, Messages: map[string]string{}, Personas: personas(l, m)}
	for written, spelled := range m.Spelled {
		w.Facts[written] = l.Fact(spelled)
	}
	for _, p := range m.Homes() {
		w.Places[p] = say.PlaceName(l, p)
	}
	for _, c := range m.Data.Choices {
		if k := c.Fact.Kind; k.Labelled() {
			written := c.Fact.String()
			words := cmp.Or(m.Spelled[written].Label, c.Fact.Label)
			if words == "" {
				words = w.Facts[written]
			}
			w.Labels[k.String()] = append(w.Labels[k.String()], meOption{written, words, c.Ads})
		}
	}
	for _, k := range audience.AllKinds() {
		w.Kinds[k.String()] = l.T("me-kind-" + k.String())
	}
	for _, a := range m.Archives {
		w.Archives[a.Name] = l.T("archive-" + a.Name)
	}
	for _, id := range say.IDs("me") {
		if name, ok := strings.CutPrefix(id, "me-js-"); ok {
			w.Messages[name] = l.Raw(id)
		}
	}
	return w
}

// meHomes are the countries and regions to choose from, those of most ads first,
// regions in the order of names.
func meHomes(l say.Lang, m *find.MyBox) []meCountry {
	ads := map[string]uint32{}
	for _, c := range m.Data.Choices {
		if c.Fact.Kind == audience.Place {
			ads[c.Fact.Label] += c.Ads
		}
	}
	var out []meCountry
	at := map[string]int{}
	homes := m.Homes()
	for _, path := range homes {
		if country, _, inside := strings.Cut(path, "/"); !inside {
			at[country] = len(out)
			out = append(out, meCountry{meOption: meOption{path, say.PlaceName(l, path), ads[path]}})
		}
	}
	for _, path := range homes {
		country, _, inside := strings.Cut(path, "/")
		i, ok := at[country]
		if !inside || !ok {
			continue
		}
		out[i].Ads += ads[path]
		if p, ok := place.Lookup(path); ok && p.Path == path && p.Kind == place.KindRegion {
			out[i].Regions = append(out[i].Regions, meOption{path, say.PlaceName(l, path), ads[path]})
		}
	}
	byName := func(a, b meOption) int { return cmp.Compare(place.Fold(a.Words), place.Fold(b.Words)) }
	for i := range out {
		slices.SortFunc(out[i].Regions, byName)
	}
	slices.SortStableFunc(out, func(a, b meCountry) int { return cmp.Compare(b.Ads, a.Ads) })
	return out
}

// meLanguages are the languages that boxes name, and those of the page.
func meLanguages(l say.Lang, m *find.MyBox) []meOption {
	var out []meOption
	seen := map[string]bool{}
	add := func(tag string, ads uint32) {
		if !seen[tag] && tag != "" {
			seen[tag] = true
			out = append(out, meOption{tag, l.Tongue(tag), ads})
		}
	}
	for _, c := range m.Data.Choices {
		if c.Fact.Kind == audience.Language {
			add(c.Fact.Label, c.Ads)
		}
	}
	for _, t := range m.Texts {
		if len(out) < 12 {
			add(strings.ToLower(t.Lang), 0)
		}
	}
	for _, other := range say.Langs {
		add(string(other), 0)
	}
	return out
}

// persona is an invented person to try the page with.
type persona struct {
	Name    string   `json:"name"` // as a link: Inès, 23 ans, étudiante
	Age     int      `json:"age"`
	Gender  string   `json:"gender"`
	Place   string   `json:"place,omitempty"`
	Lang    string   `json:"language,omitempty"`
	Labels  []string `json:"labels,omitempty"` // written forms
	Command string   `json:"command"`
}

// cast are the invented people. Where they live, what they read and like is taken
// from what the boxes of the store name, so that there is something to see.
var cast = []struct {
	id, gender string
	age        int
	likes      []string // parts of folded labels, French and English
}{
	{"ines", "female", 23, []string{"vélo", "bicycl", "music", "musique", "climat"}},
	{"rolf", "male", 58, []string{"agricult", "élev", "farm", "hunting", "chasse"}},
	{"maelle", "female", 41, []string{"jardin", "santé", "health", "parent", "famil"}},
	{"karim", "male", 34, []string{"commerce", "entrepr", "business", "football", "sport"}},
	{"odile", "female", 72, []string{"lecture", "retrait", "patrimoine", "christian", "book"}},
	{"sam", "other", 19, []string{"jeux", "game", "écolog", "feminis", "lgbt"}},
}

func personas(l say.Lang, m *find.MyBox) []persona {
	var places, tongues []string
	for _, c := range m.Data.Choices {
		switch {
		case c.Fact.Kind == audience.Place && strings.Contains(c.Fact.Label, "/"):
			if p, ok := place.Lookup(c.Fact.Label); ok && p.Path == c.Fact.Label && p.Kind == place.KindRegion && len(places) < len(cast) {
				places = append(places, c.Fact.Label)
			}
		case c.Fact.Kind == audience.Language && len(tongues) < 3:
			tongues = append(tongues, c.Fact.Label)
		}
	}
	var out []persona
	for i, x := range cast {
		p := persona{Age: x.age, Gender: x.gender, Name: l.T("persona-" + x.id)}
		command := []string{"contrechamp me --age", strconv.Itoa(x.age), "--gender", x.gender}
		if len(places) > 0 {
			p.Place = places[i%len(places)]
			command = append(command, "--place", quoted(p.Place))
		}
		if len(tongues) > 0 {
			p.Lang = tongues[i%len(tongues)]
			command = append(command, "--language", p.Lang)
		}
		for _, c := range liked(m, x.likes) {
			p.Labels = append(p.Labels, c.String())
			command = append(command, "--interest", quoted(cmp.Or(m.Spelled[c.String()].Label, c.Label)))
		}
		p.Command = strings.Join(command, " ")
		out = append(out, p)
	}
	return out
}

// liked are up to two interests of the store that somebody might have: the most
// used of those that a word of likes begins, else none.
func liked(m *find.MyBox, likes []string) (out []audience.Fact) {
	for _, like := range likes {
		like = key.Label(like)
		for _, c := range m.Data.Choices {
			if c.Fact.Kind == audience.Interest && len(out) < 2 && slices.ContainsFunc(strings.Fields(c.Fact.Label), func(w string) bool { return strings.HasPrefix(w, like) }) {
				out = append(out, c.Fact)
				break
			}
		}
	}
	return out
}

// quoted is an argument as a shell takes it.
func quoted(s string) string {
	if strings.ContainsAny(s, " '\"$&()|<>;*?#~`\\!") {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	return s
}
