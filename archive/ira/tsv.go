package ira

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/format"
	"github.com/contrechamp/contrechamp/archive/rows"
	"github.com/contrechamp/contrechamp/audience"
)

// TSV is the extraction with one column a targeting facet.
type TSV struct{}

func (TSV) Name() string       { return iraName }
func (TSV) Extraction() string { return "tsv" }

// Silent is empty: the release shows the criteria of every kind, lists and
// lookalikes included.
func (TSV) Silent() []audience.Kind { return nil }

var iraTSVMust = []string{"AD_ID", "AD_CREATION_DATE", "AD_END_DATE", "AD_SPEND", "AD_TARGETING_AGE", "AD_TEXT"}

func (TSV) Detect(name string, head []byte) bool {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	cols := strings.Split(strings.TrimRight(string(line), "\r"), "\t")
	for _, c := range iraTSVMust {
		if !slices.Contains(cols, c) {
			return false
		}
	}
	return true
}

func (f TSV) Read(ctx context.Context, b *format.Bundle, sink format.Sink) error {
	for _, file := range b.Files {
		if err := f.file(ctx, file, sink); err != nil {
			return err
		}
	}
	return nil
}

func (f TSV) file(ctx context.Context, file format.File, sink format.Sink) error {
	in, err := file.Open()
	if err != nil {
		return fmt.Errorf("opening %s: %w", file.Name, err)
	}
	defer in.Close()
	t := rows.NewTable(ctx, in, file.Name, '\t')
	header, err := t.Header()
	if err != nil {
		return err
	}
	col := make(map[string]int, len(header))
	for i, c := range header {
		col[c] = i
	}
	for _, c := range iraTSVMust {
		if _, ok := col[c]; !ok {
			return &contrechamp.FileError{File: file.Name, What: contrechamp.Say("lacks the column {column}: give the file as it was published", "column", c)}
		}
	}
	for name, i := range col {
		if slices.Contains(iraTSVColumns, name) {
			t.Reads(i)
		}
	}
	return rows.Each(t, sink, func() (contrechamp.AdID, error) {
		ad, bad := iraTSVRow(t.Fields, col)
		return iraHand(sink, t, ad, bad)
	})
}

// iraTSVColumns are the columns that are read.
var iraTSVColumns = []string{"AD_CLICKS", "AD_CREATION_DATE", "AD_END_DATE", "AD_ID", "AD_IMPRESSIONS", "AD_LANDING_PAGE", "AD_SPEND",
	"AD_TARGETING_AGE", "AD_TARGETING_CUSTOM_AUDIENCE", "AD_TARGETING_EXCLUDE", "AD_TARGETING_EXCLUDED_CONNECTIONS",
	"AD_TARGETING_EXCLUDE_LOCATION", "AD_TARGETING_FRIENDS_OF_CONNECTIONS", "AD_TARGETING_GENDER", "AD_TARGETING_INTERESTS",
	"AD_TARGETING_LANGUAGE", "AD_TARGETING_LOCATION", "AD_TARGETING_LOCATION_LIVING_IN", "AD_TARGETING_LOCATION_RECENTLY_IN",
	"AD_TARGETING_PEOPLE_WHO_MATCH", "AD_TARGETING_PLACEMENTS", "AD_TEXT"}

// iraTSVRow reads one record. The ad is there with its id even if the row is bad.
func iraTSVRow(rec [][]byte, col map[string]int) (*contrechamp.Ad, *rows.Error) {
	cell := func(name string) string {
		if i, ok := col[name]; ok && i < len(rec) {
			return strings.TrimSpace(string(rec[i]))
		}
		return ""
	}
	id := cell("AD_ID")
	if !iraNumber.MatchString(id) {
		return nil, rows.Bad("no-id", `AD_ID is "{id}", not a number`, "id", id)
	}
	ad := &contrechamp.Ad{ID: contrechamp.AdID(iraName + ":" + id), Payer: iraPayer}
	r := &iraRow{ad}
	var wrong *rows.Error
	date := func(name string) (d contrechamp.Date) {
		if s := cell(name); s != "" && wrong == nil {
			d, wrong = iraDate(name, s)
		}
		return d
	}
	created := date("AD_CREATION_DATE")
	r.dates(created, date("AD_END_DATE"))
	count := func(name string) (n contrechamp.Range) {
		if s := cell(name); s != "" && wrong == nil {
			n, wrong = iraCount(name, s)
		}
		return n
	}
	ad.Impressions = count("AD_IMPRESSIONS")
	ad.Clicks = count("AD_CLICKS")
	if s := cell("AD_SPEND"); s != "" && wrong == nil {
		ad.Money, wrong = iraTSVSpend(s)
	}
	if wrong != nil {
		return ad, wrong
	}
	if s := cell("AD_TEXT"); s != "" {
		ad.Texts = []contrechamp.Text{{Body: s}}
	}
	if s := cell("AD_LANDING_PAGE"); s != "" {
		ad.Links = []string{s}
		r.account("AD_LANDING_PAGE", s)
	}
	box := iraBox{iraRow: r}
	box.cells(cell)
	box.done()
	return ad, nil
}

// iraPlaceColumns are the TSV's facets of place, in their order.
var iraPlaceColumns = []struct {
	name     string
	where    audience.Qualifier
	excluded bool
}{
	{"AD_TARGETING_LOCATION", audience.Anywhere, false},
	{"AD_TARGETING_LOCATION_LIVING_IN", audience.Lives, false},
	{"AD_TARGETING_LOCATION_RECENTLY_IN", audience.Recently, false},
	{"AD_TARGETING_EXCLUDE_LOCATION", audience.Anywhere, true},
}

// cells reads the thirteen columns of targeting.
func (b *iraBox) cells(cell func(string) string) {
	if s := cell("AD_TARGETING_AGE"); s != "" {
		b.age("AD_TARGETING_AGE", s)
	}
	if s := cell("AD_TARGETING_GENDER"); s != "" {
		b.sex(s)
	}
	for _, s := range iraSplit(cell("AD_TARGETING_LANGUAGE"), iraTSVSeps) {
		b.language(s)
	}
	if s := cell("AD_TARGETING_CUSTOM_AUDIENCE"); s != "" {
		b.list("AD_TARGETING_CUSTOM_AUDIENCE", s)
	}
	for _, c := range iraPlaceColumns {
		s := cell(c.name)
		if s == "" {
			continue
		}
		// Sections that spilled over from the next line of the page.
		if at := iraHeadingRE.FindStringIndex(s); at != nil {
			b.repair(c.name, s, s[:at[0]], "spilled-section")
			b.open()
			b.read(b.iraRow, c.name, strings.TrimSpace(s[at[0]:]), "Interests", iraTSVSeps)
			s = s[:at[0]]
		}
		p := &iraPlaces{where: c.where}
		if fixed := iraPlaceText(s); fixed != s {
			b.repair(c.name, s, fixed, "misread-separator")
			s = fixed
		}
		p.cell(s)
		b.gather(p, c.excluded)
	}
	b.matching(cell)
	if s := cell("AD_TARGETING_EXCLUDE"); s != "" {
		b.excludeCell(s)
	}
	if s := cell("AD_TARGETING_EXCLUDED_CONNECTIONS"); s != "" {
		b.exclude("AD_TARGETING_EXCLUDED_CONNECTIONS", s)
	}
	b.placementCell(cell("AD_TARGETING_PLACEMENTS"))
}

// matching reads detailed targeting: "People who match", the friends of
// connections that may stand beside it, and interests.
func (b *iraBox) matching(cell func(string) string) {
	const people, friends, interests = "AD_TARGETING_PEOPLE_WHO_MATCH", "AD_TARGETING_FRIENDS_OF_CONNECTIONS", "AD_TARGETING_INTERESTS"
	match, of, list := cell(people), cell(friends), cell(interests)
	if strings.HasPrefix(match, "People who like ") {
		b.open()
		head, rest, _ := strings.Cut(match, "Friends of connections")
		b.add(iraNamed(iraHeading{kind: audience.Other}, b.iraRow, people, strings.TrimRight(head, ",;. ")))
		if of == "" && rest != "" {
			of = strings.TrimLeft(rest, ".:- ")
		}
		if of != "" {
			b.add(iraNamed(iraHeading{kind: audience.Other}, b.iraRow, friends, of))
		}
	} else {
		if of != "" {
			b.connected = append(b.connected, iraNamed(iraHeading{kind: audience.Other}, b.iraRow, friends, of))
		}
		if match != "" {
			b.open()
			b.read(b.iraRow, people, match, "Interests", iraTSVSeps)
		}
	}
	if list != "" {
		b.open()
		b.read(b.iraRow, interests, list, "Interests", iraTSVSeps)
	}
}

var iraExclude = regexp.MustCompile(`^(Behaviors|Multicultural Affinity):? `)

// excludeCell reads "Behaviors: Hispanic (US - All), ... or Asian American (US)".
func (b *iraBox) excludeCell(s string) {
	const field = "AD_TARGETING_EXCLUDE"
	m := iraExclude.FindStringSubmatch(s)
	if m == nil {
		b.excluded = append(b.excluded, audience.Label(audience.Other, s))
		return
	}
	for _, raw := range iraSplit(s[len(m[0]):], iraTSVSeps) {
		for _, name := range b.name(field, raw) {
			b.excluded = append(b.excluded, iraHeadings[m[1]].fact(name))
		}
	}
}

var iraTail = regexp.MustCompile(`^(.*?)\s*(Interest expansion|Accessing Facebook on|Currently using OS): (\S+)$`)

// placementCell reads the placements and the criteria that spilled over
// behind them.
func (b *iraBox) placementCell(s string) {
	const field = "AD_TARGETING_PLACEMENTS"
	if m := iraTail.FindStringSubmatch(s); m != nil {
		b.repair(field, s, m[1], "spilled-section")
		s = m[1]
		switch m[2] {
		case "Interest expansion":
			b.expansion = b.expansion || m[3] == "On"
		case "Accessing Facebook on":
			b.device("connection/" + iraNetwork(m[3]))
		case "Currently using OS":
			b.device("os/" + m[3])
		}
	}
	s = strings.TrimPrefix(s, "on pages: ")
	for _, one := range iraSplit(s, iraTSVSeps) {
		b.placement(field, one)
	}
}

// iraTSVSpend reads "161.23 RUB" and the bare "0" of 176 rows, an amount of
// nothing in the currency of the file.
func iraTSVSpend(s string) (contrechamp.Money, *rows.Error) {
	amount, currency, ok := strings.Cut(s, " ")
	if !ok {
		m, bad := iraAmount("AD_SPEND", s, "RUB")
		m.Presumed = true
		return m, bad
	}
	return iraAmount("AD_SPEND", amount, strings.TrimSpace(currency))
}
