package audiencetab

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/contrechamp/contrechamp/archive/meta"
	"github.com/contrechamp/contrechamp/archive/rows"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/place"
)

// criterion is the value of the current row, which is no year of age.
func (r *reader) criterion() *audience.Expr {
	typ, value := strings.ToLower(r.cell("type")), r.cell("value")
	custom := strings.ToUpper(r.cell("custom_audience_type"))
	var e *audience.Expr
	switch typ {
	case "gender":
		return gender(value)
	case "location":
		e = r.location(r.cell("location_type"), value)
	case "language":
		e = spoken(value)
	case "detailed":
		e = detailed(strings.ToUpper(r.cell("detailed_type")), value)
	case "custom_audience":
		e = audience.Hidden("list", "") // a custom audience of any kind, lists of customers among them
		if strings.HasPrefix(custom, "HAS_DFCA_") {
			e = audience.Of(audience.Fact{Kind: audience.List})
		}
	case "lookalike_audience":
		e = audience.Of(audience.Fact{Kind: audience.Lookalike})
	default:
		e = rows.Other(typ + ": " + value)
	}
	if excluded := r.cell("is_exclusion"); strings.EqualFold(excluded, "true") || excluded == "1" || strings.HasSuffix(custom, "_EXCLUSION") {
		return audience.Except(e)
	}
	return e
}

func gender(value string) *audience.Expr {
	switch strings.ToLower(value) {
	case "all":
		return audience.Everyone()
	case "women", "female":
		return audience.Label(audience.Gender, "female")
	case "men", "male":
		return audience.Label(audience.Gender, "male")
	}
	return rows.Other("gender: " + value)
}

func (r *reader) location(typ, value string) *audience.Expr {
	hidden, _, _ := strings.Cut(r.cell("num_obfuscated"), ".") // "2.0" where a program made real numbers of them
	if e, ok := meta.Location(typ, value, hidden); ok {
		return e
	}
	e := rows.Other(typ + ": " + value)
	if hidden != "" && hidden != "0" {
		return audience.And(e, audience.Hidden("place", hidden))
	}
	return e
}

func detailed(typ, value string) *audience.Expr {
	switch typ {
	case "INTERESTS":
		return audience.Label(audience.Interest, value)
	case "BEHAVIORS", "BEHAVIOURS":
		return audience.Label(audience.Behaviour, value)
	}
	return rows.Other(typ + ": " + value)
}

// spellings are names of languages that the platform writes in its own way.
var spellings = map[string]string{
	"english (uk)": "en-GB", "english (us)": "en-US", "english (all)": "en", "flemish": "nl-BE",
	"simplified chinese (china)": "zh-CN", "traditional chinese (hong kong)": "zh-HK", "traditional chinese (taiwan)": "zh-TW",
	"norwegian (bokmal)": "nb", "norwegian (bokmål)": "nb", "norwegian (nynorsk)": "nn", "spanish (all)": "es", "french (all)": "fr",
	"portuguese (all)": "pt", "chinese (all)": "zh", "punjabi": "pa", "frisian": "fy",
}

// languages are the two-letter tags of languages by their English names, in small letters.
var languages = sync.OnceValue(func() map[string]string {
	all, english := map[string]string{}, display.English.Languages()
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			code := string([]rune{a, b})
			base, err := language.ParseBase(code)
			if err != nil || base.String() != code { // old codes stand for new ones
				continue
			}
			if name := strings.ToLower(english.Name(base)); name != "" {
				all[name] = code
			}
		}
	}
	return all
})

// spoken reads the English name of a language: "Dutch", "French (France)".
func spoken(value string) *audience.Expr {
	name := strings.ToLower(value)
	if tag, ok := spellings[name]; ok {
		return audience.Label(audience.Language, tag)
	}
	if tag, ok := languages()[name]; ok {
		return audience.Label(audience.Language, tag)
	}
	if base, country, ok := strings.Cut(value, " ("); ok && strings.HasSuffix(country, ")") {
		tag, known := languages()[strings.ToLower(base)]
		if code, found := place.Country(strings.TrimSuffix(country, ")")); known && found {
			return audience.Label(audience.Language, tag+"-"+code)
		}
	}
	return rows.Other("language: " + value)
}
