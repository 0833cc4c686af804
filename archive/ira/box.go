package ira

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp/audience"
)

// iraBox collects the criteria of one ad, facet by facet, whichever
// extraction they come from.
type iraBox struct {
	*iraRow
	ages, gender  *audience.Expr
	places, notIn []audience.Fact
	languages     []*audience.Expr
	devices       []*audience.Expr // one and each
	lists         []*audience.Expr
	connected     []*audience.Expr // pages liked, friends of those who like; one and each
	iraGroups                      // detailed targeting
	excluded      []*audience.Expr
	placements    []*audience.Expr
	other         []*audience.Expr
}

// expr joins the facets in the order in which the platform lists them.
func (b *iraBox) expr() *audience.Expr {
	var all []*audience.Expr
	one := func(x *audience.Expr) {
		if x != nil {
			all = append(all, x)
		}
	}
	oneOf := func(xs []*audience.Expr) {
		if len(xs) > 0 {
			all = append(all, audience.Or(xs...))
		}
	}
	one(b.ages)
	one(b.gender)
	oneOf(iraFacts(b.places))
	if len(b.notIn) > 0 {
		all = append(all, audience.Except(audience.Or(iraFacts(b.notIn)...)))
	}
	oneOf(b.languages)
	all = append(all, b.devices...)
	all = append(all, b.lists...)
	all = append(all, b.connected...)
	all = append(all, b.all()...)
	if len(b.excluded) > 0 {
		all = append(all, audience.Except(audience.Or(b.excluded...)))
	}
	all = append(all, b.other...)
	return audience.And(all...)
}

func iraFacts(fs []audience.Fact) []*audience.Expr {
	var xs []*audience.Expr
	for _, f := range fs {
		xs = append(xs, audience.Of(f))
	}
	return xs
}

// done puts the audience and the context on the ad.
func (b *iraBox) done() {
	b.ad.Audience = b.expr()
	if len(b.placements) > 0 {
		b.ad.Context = audience.Or(b.placements...)
	}
	if b.free {
		b.ad.Marks = append(b.ad.Marks, StandingFree)
	}
	// Where an ad was aimed is where it ran.
	var codes []string
	for _, f := range b.places {
		code, _, _ := strings.Cut(f.Label, "/")
		if !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	b.ad.Country = strings.Join(codes, ",")
}

// unread keeps a value that no rule reads.
func (b *iraBox) unread(text string) {
	b.other = append(b.other, audience.Label(audience.Other, text))
}

var iraAgeRE = regexp.MustCompile(`^([0-9O]{2})\s*([-—–]?)\s*([0-9O]{2})(\+?)$`)

// age reads "18 - 65+", with the dashes, missing dashes and letters O of the
// extractions.
func (b *iraBox) age(field, s string) {
	m := iraAgeRE.FindStringSubmatch(s)
	if m == nil {
		b.unread("age: " + s)
		return
	}
	num := func(s string) uint8 {
		n, _ := strconv.Atoi(strings.ReplaceAll(s, "O", "0"))
		return uint8(n)
	}
	lo, hi := num(m[1]), num(m[3])
	if m[4] == "+" {
		hi = audience.OpenAge
	}
	if lo > hi {
		b.unread("age: " + s)
		return
	}
	read := strings.ReplaceAll(fmt.Sprintf("%s - %s%s", m[1], m[3], m[4]), "O", "0")
	switch {
	case strings.Contains(s, "O"):
		b.repair(field, s, read, "age-letter-o")
	case m[2] != "-":
		b.repair(field, s, read, "age-dash")
	}
	b.ages = audience.Ages(lo, hi)
}

func (b *iraBox) sex(s string) {
	switch s {
	case "Male":
		b.gender = audience.Label(audience.Gender, "male")
	case "Female":
		b.gender = audience.Label(audience.Gender, "female")
	default:
		b.unread("gender: " + s)
	}
}

var iraTongues = map[string]string{
	"English (US)": "en-US", "English (UK)": "en-GB", "Arabic": "ar", "Spanish": "es", "Spanish (Spain)": "es-ES",
}

func (b *iraBox) language(s string) {
	tag, ok := iraTongues[s]
	if !ok {
		b.unread("language: " + s)
		return
	}
	b.languages = append(b.languages, audience.Label(audience.Language, tag))
}

var iraLookalike = regexp.MustCompile(`^Lookalike ?\(([A-Z]{2}), ?([I\d]\d?) ?%\) ?- (.+)$`)

// list reads a custom audience: an uploaded list or a lookalike.
func (b *iraBox) list(field, s string) {
	m := iraLookalike.FindStringSubmatch(s)
	if m == nil {
		b.lists = append(b.lists, audience.Label(audience.List, s))
		return
	}
	percent := strings.ReplaceAll(m[2], "I", "1")
	if percent != m[2] {
		b.repair(field, s, strings.Replace(s, m[2], percent, 1), "digit-letter-i")
	}
	n, _ := strconv.ParseFloat(percent, 64)
	b.lists = append(b.lists, audience.Of(audience.Fact{Kind: audience.Lookalike, Label: m[3], Percent: n, In: m[1]}))
}

// page is the name of a page or event, put right by the table of names.
func (r *iraRow) page(field, name string) string {
	name = strings.TrimSpace(name)
	if right, ok := iraNameTable().spell[name]; ok {
		r.repair(field, name, right, "spelling")
		return right
	}
	return name
}

// exclude reads a connection that is left out.
func (b *iraBox) exclude(field, s string) {
	if name, ok := strings.CutPrefix(s, "Exclude people who like "); ok {
		b.excluded = append(b.excluded, audience.Label(audience.Likes, b.page(field, name)))
	} else if name, ok := strings.CutPrefix(s, "Exclude people who are going to "); ok {
		b.excluded = append(b.excluded, audience.Label(audience.Attends, b.page(field, name)))
	} else {
		b.excluded = append(b.excluded, audience.Label(audience.Other, s))
	}
}

// placement reads where the ad was to be shown.
func (b *iraBox) placement(field, s string) {
	read := iraPDF.ReplaceAllString(s, "")
	read = strings.TrimPrefix(read, "on pages: ")
	read = strings.Replace(read, "lnstagram", "Instagram", 1)
	if read != strings.TrimPrefix(s, "on pages: ") {
		b.repair(field, s, read, "placement")
	}
	b.placements = append(b.placements, audience.Label(audience.Placement, read))
}

func (b *iraBox) device(s string) { b.devices = append(b.devices, audience.Label(audience.Device, s)) }

// gather takes over what a facet of places found.
func (b *iraBox) gather(p *iraPlaces, excluded bool) {
	for _, s := range p.bad {
		b.unread("place: " + s)
	}
	if excluded {
		b.notIn = append(b.notIn, p.found...)
	} else {
		b.places = append(b.places, p.found...)
	}
}

// iraNetwork is the word for a kind of connection: "Wi-Fi" is wifi.
func iraNetwork(s string) string { return strings.ToLower(strings.ReplaceAll(s, "-", "")) }
