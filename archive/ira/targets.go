package ira

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/contrechamp/contrechamp/audience"
)

// iraSections are the categories of targets that hold criteria, and their headings.
var iraSections = map[string]string{
	"interests": "Interests", "behaviors": "Behaviors", "politics": "Politics", "generation": "Generation",
	"home_composition": "Home Composition", "employers": "Employers", "industry": "Industry", "job_title": "Job title",
	"field_of_study": "Field of study", "school": "School", "multicultural_affinity": "Multicultural Affinity",
	"facebook_access_browser": "Facebook access (browser)", "facebook_access_(mobile)": "Facebook access (mobile)",
	"facebook_access_(browser)": "Facebook access (browser)",
}

//go:embed targets.tsv
var iraTargetsTable string

// iraExchanged says by id and target which targets to read instead.
var iraExchanged = sync.OnceValue(func() map[[2]string][]string {
	m := map[[2]string][]string{}
	for line := range strings.Lines(iraTargetsTable) {
		col := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if line[0] == '#' || len(col) != 3 {
			continue // a test holds the table to its form
		}
		for _, id := range strings.Fields(col[0]) {
			m[[2]string{id, col[1]}] = strings.Split(col[2], " | ")
		}
	}
	return m
})

// exchanged puts right the targets of an ad that were exchanged for others.
func (r *iraRow) exchanged(id string, targets []string) []string {
	var out []string
	for _, t := range targets {
		instead := iraExchanged()[[2]string{id, t}]
		if instead == nil {
			out = append(out, t)
			continue
		}
		r.repair("targets", t, strings.Join(instead, " | "), "exchanged-target")
		out = append(out, instead...)
	}
	return out
}

// iraRun is an OR-group while its targets go by.
type iraRun struct {
	from    string // the category that opened it
	heading string
	text    string
	goesOn  bool // an empty name said that other sections follow in the group
}

func (g *iraRun) add(heading, name string) {
	sep := ", "
	if g.text == "" {
		sep = ""
	}
	if heading != g.heading {
		name = heading + ": " + name
	}
	g.text += sep + name
	g.heading = heading
}

// targets reads the list of targets of an ad, whose order carries the groups.
func (b *iraBox) targets(targets []string) {
	const field = "targets"
	var runs []*iraRun
	var free []string
	places := map[string]*iraPlaces{}
	var facets []string
	for _, t := range targets {
		category, name, ok := strings.Cut(t, ":")
		if !ok {
			b.unread(t)
			continue
		}
		name = strings.TrimSpace(name)
		switch category {
		case "age", "page":
			if category == "page" {
				b.repair(field, t, "age:"+name, "misread-category")
			}
			b.age(field, name)
		case "gender":
			b.sex(name)
		case "language":
			b.language(name)
		case "location", "location_living_in", "location_recently_in", "exclude_location":
			p := places[category]
			if p == nil {
				p = &iraPlaces{where: iraWhere[category]}
				places[category] = p
				facets = append(facets, category)
			}
			p.target(name)
		case "connections":
			b.connect(field, name)
		case "friends_of_connections":
			b.connect(field, name)
		case "excluded_connections":
			b.exclude(field, name)
		case "custom_audience":
			b.list(field, name)
		case "exclude":
			section, label, _ := strings.Cut(name, ":")
			if h, ok := iraHeadings[iraSections[section]]; ok {
				for _, one := range b.name(field, label) {
					b.excluded = append(b.excluded, h.fact(one))
				}
			} else {
				b.excluded = append(b.excluded, audience.Label(audience.Other, t))
			}
		case "placements":
			b.placement(field, name)
		case "interest_expansion":
			b.expansion = b.expansion || name == "On"
		case "accessing_facebook_on":
			b.device("connection/" + iraNetwork(name))
		case "currently_using_":
			b.device("os/" + name)
		default:
			runs = b.section(runs, &free, category, name, t)
		}
	}
	for _, f := range facets {
		b.gather(places[f], f == "exclude_location")
	}
	for _, g := range runs {
		b.open()
		b.cutNames(field, g.text)
		b.read(b.iraRow, field, g.text, "Interests", iraJSONSeps)
	}
	b.free = len(free) > 1
}

var iraWhere = map[string]audience.Qualifier{"location_living_in": audience.Lives, "location_recently_in": audience.Recently}

// section puts a target of detailed targeting into its OR-group.
func (b *iraBox) section(runs []*iraRun, free *[]string, category, name, raw string) []*iraRun {
	var run *iraRun
	if len(runs) > 0 {
		run = runs[len(runs)-1]
	}
	begin := func(from string) {
		run = &iraRun{from: from, heading: "Interests"}
		runs = append(runs, run)
	}
	switch category {
	case "people_who_match", "and_must_also_match":
		if run == nil || run.from != category {
			begin(category)
		}
		section, label, _ := strings.Cut(name, ":")
		label = strings.TrimSpace(label)
		heading, ok := iraSections[section]
		switch {
		case strings.HasPrefix(name, "People who like "):
			run.add("Connections", name)
		case section == "Friends of connections":
			run.add("Friends of connections", label)
		case !ok:
			b.unread(raw)
		case label == "":
			run.goesOn = true
		default:
			run.add(heading, label)
		}
		return runs
	}
	heading, known := iraSections[category]
	if !known {
		// A run-away category: the words before the longest known one end
		// the name that stands before it.
		words := ""
		for s := range iraSections {
			if head, ok := strings.CutSuffix(category, "_"+s); ok && (words == "" || len(head) < len(words)) {
				words, heading = head, iraSections[s]
			}
		}
		if heading == "" || run == nil {
			b.unread(raw)
			return runs
		}
		if run.from != category {
			var read []string
			for w := range strings.SplitSeq(words, "_") {
				read = append(read, strings.ToUpper(w[:min(1, len(w))])+w[min(1, len(w)):])
			}
			run.text += " " + strings.Join(read, " ")
			run.from, run.goesOn = category, true
			b.repair("targets", raw, run.text[max(0, strings.LastIndex(run.text, ", ")+2):]+"; "+heading+": "+name, "run-away-category")
		}
		run.add(heading, name)
		return runs
	}
	// "facebook_access_(mobile):X" below another section.
	if sub, label, ok := strings.Cut(name, ":"); ok && iraSections[sub] != "" {
		heading, name = iraSections[sub], strings.TrimSpace(label)
	}
	if run == nil || !run.goesOn && run.from != category {
		begin(category)
		if !slices.Contains(*free, category) {
			*free = append(*free, category)
		}
	}
	if name == "" {
		run.goesOn = true
		return runs
	}
	run.add(heading, name)
	return runs
}

// target reads one location of the JSONL: a country, a list of countries, or
// "united_states:" and places in it.
func (p *iraPlaces) target(name string) {
	country, list, ok := strings.Cut(name, ":")
	if !ok {
		p.countries(name)
		return
	}
	names := strings.Split(strings.ReplaceAll(country, "_", " "), ",")
	p.countries(strings.Join(names[:len(names)-1], ","))
	p.list(names[len(names)-1], list)
}

// connect reads a connection that is asked for beside everything else.
func (b *iraBox) connect(field, s string) {
	x := iraNamed(iraHeading{kind: audience.Other}, b.iraRow, field, s)
	b.connected = append(b.connected, x)
}
