package fbpac

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp/archive/rows"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/place"
)

// Marks of how much of its reasons an explanation gives.
const (
	InPart = "explained-in-part" // "One reason ... There may be other reasons"
	Whole  = "explained"         // "You're seeing this ad because"
	Not    = "unexplained"       // no explanation was collected
)

// fbpacTarget is one of the criteria that the collector cut out of an
// explanation.
type fbpacTarget struct {
	Target  string `json:"target"`
	Segment string `json:"segment"`
}

// fbpacBox is the audience that one viewer was told of.
type fbpacBox struct {
	advertiser string
	country    string // of the collector's edition, where a state's name is looked for
	facts      []*audience.Expr
}

// fbpacAudience reads the explanation, or the targets where there is none or
// its language is not English, and says how much of the reasons they give.
func fbpacAudience(prose string, targets []fbpacTarget, advertiser, country string) (e *audience.Expr, mark string) {
	b := &fbpacBox{advertiser: advertiser, country: country}
	mark = b.prose(prose)
	if mark == "" {
		mark = Not
		b.targets(targets)
		if len(b.facts) == 0 && strings.TrimSpace(prose) != "" {
			b.other(rows.HTMLText(prose))
		}
		b.add(audience.Hidden("other", ""))
	} else if mark == InPart {
		b.add(audience.Hidden("other", ""))
	}
	return audience.And(b.facts...), mark
}

func (b *fbpacBox) add(x *audience.Expr) { b.facts = append(b.facts, x) }

func (b *fbpacBox) other(text string) { b.add(audience.Label(audience.Other, text)) }

var (
	fbpacOne     = regexp.MustCompile(`(?s)One reason you're seeing this ad is that (.*)`)
	fbpacBecause = regexp.MustCompile(`(?s)You're seeing this ad because (.*)`)
	fbpacMore    = regexp.MustCompile(`There may be other reasons you're seeing this ad(?:, including that (.*))?`)
	fbpacVerb    = regexp.MustCompile(`^(.*?) ((?:wants to reach|added you to) .*)$`)
	fbpacStop    = regexp.MustCompile(`\.\s*(?:Learn more|This is (?:information )?based|This includes|They were able|Facebook works|Manage Your|$)`)

	fbpacInterest = regexp.MustCompile(`^wants to reach people interested in (.+?)(?:, based on .*)?$`)
	fbpacBroker   = regexp.MustCompile(`^wants to reach people who are part of an audience created based on data provided by (.+)$`)
	fbpacPeople   = regexp.MustCompile(`^wants to reach (people|women|men)(?: ages (\d+)(?: and (older)| to (\d+)))?(?: who (live in|live or were recently in|were recently in|live near) (.+))?$`)
)

// fbpacPlain are reasons that name nothing but the advertiser.
var fbpacPlain = []struct {
	begins string
	fact   func(advertiser string) audience.Fact
}{
	{"wants to reach people who may be similar to their customers", held(audience.Lookalike)},
	{"added you to a list of people they want to reach", held(audience.List)},
	{"added you to an audience of people they want to reach, based on your activity on the Facebook family of apps", held(audience.Engaged)},
	{"wants to reach people who have visited their website or used one of their apps", held(audience.Visited)},
	{"wants to reach people who were recently near their business", func(a string) audience.Fact {
		return audience.Fact{Kind: audience.Place, Where: audience.Recently, Label: rows.PlaceName("near: " + a), Area: audience.Area{Shape: audience.Unstated}}
	}},
}

func held(k audience.Kind) func(string) audience.Fact {
	return func(advertiser string) audience.Fact { return audience.Fact{Kind: k, Label: advertiser} }
}

// prose reads an explanation. It returns "" if there is none that it can read.
func (b *fbpacBox) prose(source string) (mark string) {
	text, _, byID := rows.HTMLRead(source)
	text = strings.ReplaceAll(strings.ReplaceAll(text, "’", "'"), "\n", " ")
	if name := strings.Join(strings.Fields(byID["ad_prefs_advertiser"]), " "); name != "" {
		b.advertiser = name // as the explanation itself calls it
	}
	mark = InPart
	m := fbpacOne.FindStringSubmatch(text)
	if m == nil {
		mark = Whole
		if m = fbpacBecause.FindStringSubmatch(text); m == nil {
			return ""
		}
	}
	first, more := m[1], ""
	if at := fbpacMore.FindStringSubmatchIndex(first); at != nil {
		mark = InPart
		if at[2] >= 0 {
			more = first[at[2]:at[3]]
		}
		first = first[:at[0]]
	}
	b.reason(first, strings.Join(strings.Fields(byID["ad_prefs_interest"]), " "))
	if more != "" {
		b.reason(more, "")
	}
	return mark
}

// reason reads "ADVERTISER wants to reach ..." up to what the platform always
// adds. interest is the name in an element of its own, if there is one.
func (b *fbpacBox) reason(text, interest string) {
	text = strings.TrimSpace(text)
	what, ok := strings.CutPrefix(text, b.advertiser+" ")
	if !ok || b.advertiser == "" {
		m := fbpacVerb.FindStringSubmatch(text)
		if m == nil {
			b.other(text)
			return
		}
		if what = m[2]; b.advertiser == "" {
			b.advertiser = m[1]
		}
	}
	if at := fbpacStop.FindStringIndex(what); at != nil {
		what = what[:at[0]]
	}
	what = strings.TrimSpace(what)
	for _, p := range fbpacPlain {
		if strings.HasPrefix(what, p.begins) {
			b.add(audience.Of(p.fact(b.advertiser)))
			return
		}
	}
	if m := fbpacInterest.FindStringSubmatch(what); m != nil {
		if interest == "" {
			interest = m[1]
		}
		b.add(audience.Label(audience.Interest, interest))
	} else if m := fbpacBroker.FindStringSubmatch(what); m != nil {
		b.add(audience.Label(audience.Broker, m[1]))
	} else if m := fbpacPeople.FindStringSubmatch(what); m == nil || !b.people(m) {
		b.other(what)
	}
}

// people reads whom "people ages 18 and older who live in Missouri" are.
func (b *fbpacBox) people(m []string) bool {
	var facts []*audience.Expr
	if m[2] != "" {
		x := fbpacAges(m[2], m[3], m[4])
		if x == nil {
			return false
		}
		facts = append(facts, x)
	}
	switch m[1] {
	case "women":
		facts = append(facts, audience.Label(audience.Gender, "female"))
	case "men":
		facts = append(facts, audience.Label(audience.Gender, "male"))
	}
	if m[6] != "" {
		at := func(q audience.Qualifier, shape audience.Shape) *audience.Expr {
			return audience.Of(audience.Fact{Kind: audience.Place, Where: q, Label: b.path(m[6]), Area: audience.Area{Shape: shape}})
		}
		switch m[5] {
		case "live in":
			facts = append(facts, at(audience.Lives, audience.NoArea))
		case "live or were recently in":
			facts = append(facts, audience.Or(at(audience.Lives, audience.NoArea), at(audience.Recently, audience.NoArea)))
		case "were recently in":
			facts = append(facts, at(audience.Recently, audience.NoArea))
		case "live near":
			facts = append(facts, at(audience.Lives, audience.Unstated))
		}
	}
	b.facts = append(b.facts, facts...)
	return true
}

// fbpacAges makes an age of its bounds, nil if they are none.
func fbpacAges(from, older, to string) *audience.Expr {
	lo, err := strconv.ParseUint(from, 10, 7)
	if err != nil {
		return nil
	}
	hi := uint64(audience.OpenAge)
	if older == "" {
		if hi, err = strconv.ParseUint(to, 10, 7); err != nil || hi < lo {
			return nil
		}
	}
	return audience.Ages(uint8(lo), uint8(hi))
}

// path is the place of "the United States", "Missouri", "Burlington, Vermont"
// or "London, United Kingdom".
func (b *fbpacBox) path(s string) string {
	s = strings.TrimPrefix(s, "the ")
	if path, ok := b.region(s); ok {
		return path
	}
	if at := strings.LastIndex(s, ", "); at >= 0 {
		city, in := s[:at], s[at+2:]
		if path, ok := b.region(in); ok {
			if strings.Contains(path, "/") {
				return path + "/" + rows.PlaceName(city)
			}
			return path + "/" + place.Segment("city", city)
		}
	}
	if b.country == "" {
		return rows.PlaceName(s)
	}
	return b.country + "/" + place.Segment("city", s)
}

// region is a country, or a first-level region of the edition's country.
func (b *fbpacBox) region(s string) (string, bool) {
	if b.country != "" && len(s) > 3 { // codes of regions are no names in prose
		if path, ok := place.Region(b.country, s); ok {
			return path, true
		}
	}
	if code, ok := place.Country(s); ok && len(s) > 3 {
		return code, true
	}
	return "", false
}

var fbpacAgeSegment = regexp.MustCompile(`^(\d+)(?: and (older)| to (\d+))$`)

// targets reads what the collector cut out of an explanation that is lost.
func (b *fbpacBox) targets(targets []fbpacTarget) {
	for i, t := range targets {
		switch t.Target {
		case "Age":
			if m := fbpacAgeSegment.FindStringSubmatch(t.Segment); m != nil {
				if x := fbpacAges(m[1], m[2], m[3]); x != nil {
					b.add(x)
					continue
				}
			}
		case "Gender":
			switch t.Segment {
			case "women":
				b.add(audience.Label(audience.Gender, "female"))
				continue
			case "men":
				b.add(audience.Label(audience.Gender, "male"))
				continue
			}
		case "Region":
			b.add(audience.Of(audience.Fact{Kind: audience.Place, Where: audience.Lives, Label: b.path(t.Segment)}))
			continue
		case "City":
			where := t.Segment
			if i+1 < len(targets) && targets[i+1].Target == "State" {
				where += ", " + targets[i+1].Segment
			}
			b.add(audience.Of(audience.Fact{Kind: audience.Place, Where: audience.Lives, Label: b.path(where), Area: audience.Area{Shape: audience.Unstated}}))
			continue
		case "State":
			if i > 0 && targets[i-1].Target == "City" {
				continue
			}
		case "Interest":
			b.add(audience.Label(audience.Interest, t.Segment))
			continue
		case "List":
			b.add(audience.Label(audience.List, b.advertiser))
			continue
		case "Agency":
			b.add(audience.Label(audience.Broker, t.Segment))
			continue
		case "Retargeting", "Website":
			if f, ok := b.retargeting(t.Segment); ok {
				b.add(audience.Of(f))
				continue
			}
		}
		b.other(t.Target + ": " + t.Segment)
	}
}

// retargeting finds the reason that a segment is the end of.
func (b *fbpacBox) retargeting(segment string) (audience.Fact, bool) {
	for _, p := range fbpacPlain {
		if len(segment) > 10 && strings.HasSuffix(p.begins, segment) {
			return p.fact(b.advertiser), true
		}
	}
	return audience.Fact{}, false
}
