package tiktok

import (
	"maps"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp/archive/rows"
	"github.com/contrechamp/contrechamp/audience"
)

// targeting is whom an ad was aimed at.
type targeting struct {
	Users     rows.Word       `json:"number_of_users_targeted"`
	Countries rows.Words      `json:"country"`
	Age       map[string]bool `json:"age"`
	Gender    map[string]bool `json:"gender"`
	Interest  rows.Words      `json:"interest"`
	Audience  rows.Word       `json:"audience_targeting"`
	Exclude   rows.Word       `json:"audience_targeting_exclude"`
	Video     rows.Word       `json:"video_interactions"`
	Creator   rows.Word       `json:"creator_interactions"`
	Languages rows.Words      `json:"languages"`
	Language  rows.Words      `json:"language"`
	Provinces rows.Words      `json:"provinces"`
	Cities    rows.Words      `json:"cities"`
	Devices   rows.Words      `json:"device_models"`
}

// box is the audience that a targeting asks for.
func (t *targeting) box() *audience.Expr {
	var parts []*audience.Expr
	add := func(x *audience.Expr) {
		if x != nil {
			parts = append(parts, x)
		}
	}
	if ages := chosen(t.Age); len(ages) < len(t.Age) {
		box, unread := rows.AgeGroups(ages)
		add(box)
		for _, u := range unread {
			add(rows.Other("age: " + u))
		}
	}
	if genders := chosen(t.Gender); len(genders) < len(t.Gender) {
		add(anyOf(genders, func(g string) *audience.Expr {
			if g == "female" || g == "male" {
				return audience.Label(audience.Gender, g)
			}
			return audience.Label(audience.Gender, "unknown")
		}))
	}
	if used(t.Audience) {
		add(audience.Hidden("list", ""))
	}
	places := anyOf(t.Countries, country)
	if len(t.Provinces)+len(t.Cities) > 0 {
		places = either(anyOf(t.Provinces, t.province), anyOf(t.Cities, t.city))
	}
	add(places)
	add(anyOf(t.Interest, label(audience.Interest)))
	for _, x := range []struct {
		name string
		word rows.Word
	}{{"video interactions", t.Video}, {"creator interactions", t.Creator}} {
		if used(x.word) {
			add(audience.Label(audience.Behaviour, x.name+": "+string(x.word)))
		}
	}
	add(anyOf(append(slices.Clone(t.Languages), t.Language...), func(name string) *audience.Expr {
		if tag, ok := rows.Language(name); ok {
			return audience.Label(audience.Language, tag)
		}
		return rows.Other("language: " + name)
	}))
	add(anyOf(t.Devices, label(audience.Device)))
	if used(t.Exclude) {
		add(audience.Except(audience.Hidden("list", "")))
	}
	return audience.And(parts...)
}

// used says whether a word says that something was used.
func used(w rows.Word) bool {
	switch strings.ToLower(string(w)) {
	case "", "no", "false", "none", "0":
		return false
	}
	return true
}

// chosen are the names that are true, in order.
func chosen(m map[string]bool) []string {
	var out []string
	for _, k := range slices.Sorted(maps.Keys(m)) {
		if m[k] {
			out = append(out, k)
		}
	}
	return out
}

func anyOf(names []string, box func(string) *audience.Expr) *audience.Expr {
	var boxes []*audience.Expr
	for _, n := range slices.Compact(slices.Sorted(slices.Values(names))) {
		boxes = append(boxes, box(n))
	}
	if len(boxes) == 0 {
		return nil
	}
	return audience.Or(boxes...)
}

func label(k audience.Kind) func(string) *audience.Expr {
	return func(s string) *audience.Expr { return audience.Label(k, s) }
}

func country(name string) *audience.Expr { return rows.PlaceOf(name, nil) }

func (t *targeting) province(name string) *audience.Expr { return rows.PlaceOf(name, t.Countries) }

func (t *targeting) city(name string) *audience.Expr { return rows.CityOf(name, t.Countries) }

// either is one of two audiences, of which one may be missing.
func either(a, b *audience.Expr) *audience.Expr {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return audience.Or(a, b)
}
