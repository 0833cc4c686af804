package rows

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/contrechamp/contrechamp/place"
)

// languages are the tags of languages by their English names.
var languages = sync.OnceValue(func() map[string]language.Tag {
	names := map[string]language.Tag{}
	english := display.English.Tags()
	for _, t := range display.Supported.Tags() {
		if name := strings.ToLower(english.Name(t)); name != "" {
			if _, twice := names[name]; !twice {
				names[name] = t
			}
		}
	}
	return names
})

// Language is the tag (BCP 47) of a language that is told in English, with the
// country in brackets or without: "French (France)" is fr-FR. One that is told by
// a tag stays.
func Language(name string) (tag string, ok bool) {
	name = strings.TrimSpace(name)
	base, country, bracket := strings.Cut(strings.TrimSuffix(name, ")"), " (")
	t, ok := languages()[strings.ToLower(base)]
	if !ok {
		parsed, err := language.Parse(name)
		if err != nil || len(name) > 11 {
			return "", false
		}
		return parsed.String(), true
	}
	if !bracket || strings.EqualFold(country, "all") {
		return t.String(), true
	}
	code, ok := place.Country(country)
	if !ok {
		return "", false
	}
	return t.String() + "-" + code, true
}
