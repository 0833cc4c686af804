package ira

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/place"
)

var (
	iraPlaceSep  = regexp.MustCompile(`\s*[,;:]\s*|\.\s+`)
	iraPlaceOdd  = regexp.MustCompile(`\s*:\s*|\.\s+`)
	iraSaint     = regexp.MustCompile(`\bSt\. `)
	iraPoint     = regexp.MustCompile(`^Latitude (-?[\d.]+) Longitude (-?[\d.]+) `)
	iraRadius    = regexp.MustCompile(`^(.*?)\s*\(\+ ?(\d+) (km|mi)\)\s*(.*)$`)
	iraNoCountry = regexp.MustCompile(`^United States ([A-Z].*)$`)
)

// iraPlaces reads the places of one facet: countries, or one country and the
// places in it, in which cities take the state that ends their list. parts are
// the cells or targets that hold the list, in their order.
type iraPlaces struct {
	where   audience.Qualifier
	found   []audience.Fact
	waiting []int // found without a state so far
	bad     []string
}

// iraPlaceText is a cell of places with the separators that it had before it
// was read by machine: a colon after the country, semicolons between states.
func iraPlaceText(s string) string {
	if m := iraNoCountry.FindStringSubmatch(s); m != nil {
		s = "United States: " + m[1]
	}
	head, list, ok := strings.Cut(s, ":")
	if !ok {
		return s
	}
	list = iraSaint.ReplaceAllString(list, "St\x00")
	list = iraPlaceOdd.ReplaceAllString(list, "; ")
	return head + ":" + strings.ReplaceAll(list, "St\x00", "St. ")
}

// cell reads a cell of the TSV: "United States: Baltimore Maryland; Ohio",
// "Germany, France", "Georgia, United States: Texas".
func (p *iraPlaces) cell(text string) {
	head, list, ok := strings.Cut(text, ":")
	if !ok {
		p.countries(text)
		return
	}
	names := strings.Split(head, ",")
	p.countries(strings.Join(names[:len(names)-1], ","))
	p.list(names[len(names)-1], list)
	p.end()
}

// countries reads a list of whole countries.
func (p *iraPlaces) countries(list string) {
	for name := range strings.SplitSeq(list, ",") {
		if strings.TrimSpace(name) == "" {
			continue
		}
		code, ok := place.Country(strings.TrimSpace(name))
		if !ok {
			p.bad = append(p.bad, strings.TrimSpace(name))
			continue
		}
		p.add(audience.Fact{Kind: audience.Place, Where: p.where, Label: code})
	}
}

func (p *iraPlaces) add(f audience.Fact) {
	for _, g := range p.found {
		if g == f {
			return
		}
	}
	p.found = append(p.found, f)
}

// list reads places of a country. A city waits for its state, which may stand
// in a later list.
func (p *iraPlaces) list(country, list string) {
	code, ok := place.Country(strings.TrimSpace(country))
	if !ok {
		p.bad = append(p.bad, strings.TrimSpace(country))
		return
	}
	list = iraSaint.ReplaceAllString(list, "St\x00")
	for _, part := range iraPlaceSep.Split(list, -1) {
		part = strings.TrimSpace(strings.ReplaceAll(part, "St\x00", "St. "))
		if part == "" {
			continue
		}
		f := audience.Fact{Kind: audience.Place, Where: p.where}
		city, state := "", ""
		var point []string
		if point = iraPoint.FindStringSubmatch(part); point != nil {
			part = part[len(point[0]):]
		}
		if m := iraRadius.FindStringSubmatch(part); m != nil {
			city, state = m[1], m[4]
			f.Area.Shape = audience.Around
			f.Area.Radius, _ = strconv.ParseFloat(m[2], 64)
			f.Area.Miles = m[3] == "mi"
		} else {
			city, state = iraCityState(code, part)
		}
		if point != nil {
			f.Area.Shape = audience.Near
			f.Area.Lat, _ = strconv.ParseFloat(point[1], 64)
			f.Area.Lon, _ = strconv.ParseFloat(point[2], 64)
		}
		if path, ok := place.Region(code, state); ok {
			state = strings.TrimPrefix(path, code+"/")
		}
		switch {
		case city == "":
			f.Label = code + "/" + state
			p.add(f)
		case state == "":
			f.Label = code + "/city:" + iraSegment(city)
			p.found = append(p.found, f)
			p.waiting = append(p.waiting, len(p.found)-1)
		default:
			f.Label = code + "/" + state + "/" + iraSegment(city)
			for _, i := range p.waiting {
				w := &p.found[i]
				w.Label = code + "/" + state + "/" + strings.TrimPrefix(w.Label, code+"/city:")
			}
			p.waiting = nil
			p.add(f)
		}
	}
}

// end says that no later list can name the state of the cities that wait.
func (p *iraPlaces) end() { p.waiting = nil }

// iraCityState cuts "New York New York" into its city and its state, "Ohio"
// into "" and the state, "Ferguson" into the city and "".
func iraCityState(country, s string) (city, state string) {
	for i := -1; i < len(s); i++ {
		if i >= 0 && s[i] != ' ' {
			continue
		}
		if path, ok := place.Region(country, s[i+1:]); ok {
			return s[:max(i, 0)], strings.TrimPrefix(path, country+"/")
		}
	}
	return s, ""
}

// iraSegment escapes a name for a place's path.
func iraSegment(name string) string { return strings.ReplaceAll(name, "/", "%2F") }
