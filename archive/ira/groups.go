package ira

import (
	"regexp"
	"strings"

	"github.com/contrechamp/contrechamp/audience"
)

// iraHeading is what the names below it are: a kind, and a prefix that they
// get ("browser/").
type iraHeading struct {
	kind   audience.Kind
	prefix string
}

// iraHeadings are the platform's own headings of criteria.
var iraHeadings = map[string]iraHeading{
	"Interests":                 {audience.Interest, ""},
	"Behaviors":                 {audience.Behaviour, ""},
	"Politics":                  {audience.Politics, ""},
	"Multicultural Affinity":    {audience.Ethnicity, ""},
	"Employers":                 {audience.Employer, ""},
	"Job title":                 {audience.Job, ""},
	"Industry":                  {audience.Job, ""},
	"Field of study":            {audience.Education, ""},
	"School":                    {audience.Education, ""},
	"Generation":                {audience.Life, ""},
	"Home Composition":          {audience.Life, ""},
	"Connections":               {audience.Likes, ""},
	"Friends of connections":    {audience.FriendOf, ""},
	"Facebook access (browser)": {audience.Device, "browser/"},
	"Facebook access (mobile)":  {audience.Device, "mobile/"},
}

const iraMust = "And Must Also Match"

var (
	iraHeadingRE = func() *regexp.Regexp {
		words := []string{iraMust, "Interest expansion"}
		for w := range iraHeadings {
			words = append(words, w)
		}
		for i, w := range words {
			words[i] = regexp.QuoteMeta(w)
		}
		return regexp.MustCompile(`(^|[,;.]+\s*|\s+)(` + strings.Join(words, "|") + `):`)
	}()
	// Headings whose colon the extraction dropped.
	iraBareStart   = regexp.MustCompile(`(^|Match: +)(Interests|Behaviors) `)
	iraBareLater   = regexp.MustCompile(`([,;.] *)Politics ((?:US politics|Likely to engage) )`)
	iraBareFriends = regexp.MustCompile(`Friends of connections[ .-]+Friends of`)
	iraConnected   = regexp.MustCompile(`^Friends of people who are connected to (.+)$`)
	iraLikes       = regexp.MustCompile(`^People who like (.+)$`)
)

// iraGroups are criteria as the platform combines them: an AND of OR-groups.
type iraGroups struct {
	groups    [][]*audience.Expr
	expansion bool // interest expansion is on
	free      bool // sections stand beside one another without "And Must Also Match"
}

// open begins a new OR-group.
func (g *iraGroups) open() {
	if len(g.groups) == 0 || len(g.groups[len(g.groups)-1]) > 0 {
		g.groups = append(g.groups, nil)
	}
}

// add puts alternatives into the running group.
func (g *iraGroups) add(xs ...*audience.Expr) {
	if len(g.groups) == 0 {
		g.open()
	}
	i := len(g.groups) - 1
	g.groups[i] = append(g.groups[i], xs...)
}

// read reads a list of names with headings into the groups. A heading after a
// separator, or after "or", goes on in the same group; one after a blank only
// opens a group of its own, as "And Must Also Match" does. kind is what the
// names before the first heading are.
func (g *iraGroups) read(r *iraRow, field, text, first string, seps *regexp.Regexp) {
	raw := text
	text = iraBareStart.ReplaceAllString(text, "$1$2: ")
	text = iraBareFriends.ReplaceAllString(text, "Friends of connections: Friends of")
	if colon := iraBareLater.ReplaceAllString(text, "${1}Politics: $2"); colon != text {
		r.repair(field, raw, colon, "lost-colon")
		text = colon
	}
	masked := iraMask(text)
	if plain := iraUnmasked.Replace(iraPlainSeps(masked, seps)); plain != text {
		r.repair(field, raw, plain, "misread-separator")
	}
	text = masked
	heading := iraHeadings[first]
	list := func(s string) int {
		n := 0
		for _, raw := range iraSplit(s, seps) {
			for _, name := range r.name(field, raw) {
				g.add(iraNamed(heading, r, field, name))
				n++
			}
		}
		return n
	}
	at := iraHeadingRE.FindAllStringSubmatchIndex(text, -1)
	end := len(text)
	if len(at) > 0 {
		end = at[0][0]
	}
	fresh := list(text[:end]) == 0 // nothing stands in the group since its last heading
	must, glued := false, false
	for i, m := range at {
		sep, word := text[m[2]:m[3]], text[m[4]:m[5]]
		end := len(text)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		body := text[m[1]:end]
		goesOn := strings.ContainsAny(sep, ",;.") || strings.HasSuffix(strings.TrimSpace(text[:m[0]]), " or") || m[0] == 0
		switch {
		case word == "Interest expansion":
			g.expansion = true
			continue
		case word == iraMust:
			g.open()
			heading = iraHeadings["Interests"]
			must = true
			fresh = list(body) == 0
			continue
		case !goesOn && !fresh:
			g.open()
			if word != "Connections" {
				g.free = true
			}
			glued = seps == iraJSONSeps
		}
		heading = iraHeadings[word]
		fresh = list(body) == 0
	}
	if glued { // the JSONL wrote two groups as one name
		r.repair(field, raw, strings.ReplaceAll(raw, " Interests: ", " "+iraMust+": Interests: "), "glued-groups")
	}
	if must && fresh {
		g.open() // a cell that ends in "And Must Also Match:"; the group follows in another
	}
}

// iraNamed is a fact of a group: a page that is liked, the friends of those
// who like it, or a label of the heading's kind.
func iraNamed(h iraHeading, r *iraRow, field, name string) *audience.Expr {
	if m := iraLikes.FindStringSubmatch(name); m != nil {
		return audience.Label(audience.Likes, r.page(field, m[1]))
	}
	if m := iraConnected.FindStringSubmatch(name); m != nil {
		return audience.Label(audience.FriendOf, r.page(field, m[1]))
	}
	return h.fact(name)
}

// all is the AND of the groups, with what interest expansion may add to each.
func (g *iraGroups) all() []*audience.Expr {
	var out []*audience.Expr
	for _, group := range g.groups {
		if len(group) == 0 {
			continue
		}
		if g.expansion {
			group = append(group[:len(group):len(group)], audience.Hidden("expansion", ""))
		}
		out = append(out, audience.Or(group...))
	}
	return out
}
