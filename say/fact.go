package say

import (
	"strconv"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/place"
)

// Fact puts one fact into words: "18–34 ans", "femmes", « Yoga ».
func (l Lang) Fact(f audience.Fact) string {
	switch f.Kind {
	case audience.Age:
		return l.age(f)
	case audience.Gender:
		return l.T("gender-" + f.Label)
	case audience.Place:
		return l.place(f)
	case audience.Language:
		return l.T("language-of", "x", l.Tongue(f.Label))
	case audience.Undisclosed:
		what := l.T("hidden-" + f.Of)
		if f.Label != "" {
			what += " (" + f.Label + ")"
		}
		return what
	case audience.Lookalike:
		s := l.T("a-lookalike")
		if f.Label != "" {
			s = l.T("lookalike-of", "x", l.Quote(f.Label))
		}
		if f.Percent > 0 {
			s += ", " + l.Float(f.Percent, decimals(f.Percent)) + l.pick(thin+"%", "%")
		}
		if f.In != "" {
			s += ", " + PlaceName(l, f.In)
		}
		return s
	}
	if f.Label == "" {
		return l.T("some-" + f.Kind.String())
	}
	return l.T("fact-"+f.Kind.String(), "x", l.Quote(f.Label))
}

// Quote puts a foreign word between the language's quotation marks.
func (l Lang) Quote(s string) string {
	return l.pick("«"+hard+s+hard+"»", "“"+s+"”")
}

func (l Lang) age(f audience.Fact) string {
	switch {
	case f.AgeUnknown:
		return l.T("age-unknown")
	case f.Hi == audience.OpenAge && f.Lo == 0:
		return l.T("age-any")
	case f.Hi == audience.OpenAge:
		return l.T("age-from", "lo", strconv.Itoa(int(f.Lo)))
	case f.Lo == 0:
		return l.T("age-to", "hi", strconv.Itoa(int(f.Hi)))
	case f.Lo == f.Hi:
		return l.T("age-one", "lo", strconv.Itoa(int(f.Lo)))
	}
	return l.T("age-between", "lo", strconv.Itoa(int(f.Lo)), "hi", strconv.Itoa(int(f.Hi)))
}

// PlaceName is a place in the language of the page: its name in the table of
// places, else the last segment as the archive spells it.
func PlaceName(l Lang, path string) string {
	name := strings.ReplaceAll(place.Name(path, string(l)), "%2F", "/")
	if typ, _, ok := place.SegmentType(path[strings.LastIndex(path, "/")+1:]); ok && typ == "zip" {
		return l.T("postcode", "x", name)
	}
	return name
}

func (l Lang) place(f audience.Fact) string {
	var s string
	switch f.Area.Shape {
	case audience.Near:
		s = l.Float(f.Area.Lat, 2) + l.pick(thin+"; ", ", ") + l.Float(f.Area.Lon, 2)
		if f.Label != "" {
			s = PlaceName(l, f.Label)
		}
		s = l.T("around", "x", l.radius(f.Area), "place", s)
	case audience.Around:
		s = l.T("around", "x", l.radius(f.Area), "place", PlaceName(l, f.Label))
	case audience.Unstated:
		s = l.T("near", "place", PlaceName(l, strings.TrimPrefix(f.Label, "near: ")))
	default:
		s = PlaceName(l, f.Label)
	}
	switch f.Where {
	case audience.Lives:
		return l.T("place-lives", "place", s)
	case audience.Recently:
		return l.T("place-recently", "place", s)
	case audience.Travels:
		return l.T("place-travels", "place", s)
	}
	return s
}

func (l Lang) radius(a audience.Area) string {
	unit := "km"
	if a.Miles {
		unit = "mi"
	}
	return l.Float(a.Radius, decimals(a.Radius)) + hard + unit
}

func decimals(x float64) int {
	s := strconv.FormatFloat(x, 'f', -1, 64)
	if i := strings.Index(s, "."); i >= 0 {
		return len(s) - i - 1
	}
	return 0
}

// Tongue is the name of a language (BCP 47) in the language of the page.
func (l Lang) Tongue(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	namer := display.English.Tags()
	if l == FR {
		namer = display.French.Tags()
	}
	if name := namer.Name(t); name != "" {
		return name
	}
	return tag
}
