package filter

import (
	"slices"
	"strings"
)

// Key is a word of a filter.
type Key struct {
	Name  string   // in addresses, flags and messages
	Takes string   // what is written behind it
	Help  string   // in English; the French is looked up by it
	Kind  Kind     // how a value is read, put into words and asked for by a form
	Part  Part     // where in a headline it is said
	Words []string // of a Choice or an Archive: all that it can be
	Needs string   // another key without which it says nothing
	Once  bool     // at most one value
}

// Part is where in a headline a condition is said; a headline has the parts in
// this order.
type Part uint8

const (
	_           Part = iota // no row leaves it out
	WithAnother             // not by itself: another key's words say it
	WhoSays
	WhatIsSaid
	WhereAndWhen
	InCurrency
	ForHowMuch
	HowPublished
	HowKept
	ToWhom
)

// Table are the keys in canonical order.
type Table []Key

// Keys is the table. Archives are the names of all formats, which this package
// lies below.
func Keys(archives []string) Table {
	choice := func(name, help string, part Part, words ...string) Key {
		return Key{Name: name, Takes: strings.Join(words, "|"), Help: help, Kind: Choice, Part: part, Words: words}
	}
	topic := choice("topic", "what the text is about, by the number of a major topic of the Comparative Agendas: 6 education, 10 transport", WhatIsSaid,
		"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "12", "13", "14", "15", "16", "17", "18", "19", "20", "21", "23")
	topic.Takes = "NUMBER|NUMBER"
	how := choice("how", "how aims is read: overlaps (default); accepts or may: EXPR describes a person", WithAnother, "overlaps", "accepts", "may")
	how.Needs, how.Once = "aims", true
	return Table{
		{Name: "q", Takes: "text", Help: "words of the text: all must occur; \"a phrase\", prefix*, -without", Kind: Text, Part: WhatIsSaid},
		topic,
		{Name: "advertiser", Takes: "ID or NAME", Help: "who advertises: an id such as meta:1234, or words of the name", Kind: Advertiser, Part: WhoSays},
		{Name: "payer", Takes: "NAME", Help: "who paid: words of the name; none = not disclosed", Kind: Name, Part: WhoSays},
		{Name: "archive", Takes: "NAME|NAME", Help: strings.Join(archives, ", "), Kind: Archive, Part: WhereAndWhen, Words: archives},
		{Name: "country", Takes: "CODE|CODE", Help: "where the archive says that the ad ran (ISO 3166-1)", Kind: Country, Part: WhereAndWhen},
		{Name: "from", Takes: "DATE", Help: "ads that began on or after this day (2024-05-01)", Kind: Day, Part: WhereAndWhen},
		{Name: "to", Takes: "DATE", Help: "ads that began on or before this day", Kind: Day, Part: WhereAndWhen},
		{Name: "month", Takes: "MONTH", Help: "ads that began in this month (2024-05)", Kind: Month, Part: WhereAndWhen},
		{Name: "includes", Takes: "FACT", Help: "the box asks for this: any, a kind (interest), or a fact (interest \"Yoga\")", Kind: Fact, Part: ToWhom},
		{Name: "excludes", Takes: "FACT", Help: "the box shuts this out: any, a kind, or a fact", Kind: Fact, Part: ToWhom},
		{Name: "aims", Takes: "EXPR", Help: "the box and this expression may hold a same person (see how)", Kind: Expression, Part: ToWhom},
		how,
		{Name: "min", Takes: "AMOUNT", Help: "at least this much money, by the lower bound; needs currency", Kind: Amount, Part: ForHowMuch, Needs: "currency"},
		{Name: "max", Takes: "AMOUNT", Help: "at most this much money, by the upper bound; needs currency", Kind: Amount, Part: ForHowMuch, Needs: "currency"},
		{Name: "currency", Takes: "CODE", Help: "amounts in this currency", Kind: Currency, Part: InCurrency},
		{Name: "size_max", Takes: "PEOPLE", Help: "the published box holds at most so many people, by the upper bound; size<1000 in an address is size_max=999", Kind: People, Part: ToWhom},
		choice("narrow", "the published box holds fewer people than this: the mark of a narrow box", ToWhom, "100", "1000", "10000"),
		{Name: "criteria", Takes: "N or N..M", Help: "how many conditions the box joins by and", Kind: Count, Part: ToWhom},
		choice("removed", "no longer in, or changed in, the newest copy of its series", HowKept, "gone", "changed"),
		choice("hidden", "some part of the box is undisclosed", ToWhom, "yes", "no"),
		{Name: "box", Takes: "KEY", Help: "ads of exactly this box", Kind: Box, Part: ToWhom},
		choice("text", "the archive publishes a text", HowPublished, "yes", "no"),
		{Name: "creative", Takes: "ID", Help: "ads with this picture or film, as the archive names it", Kind: ID, Part: WhatIsSaid},
	}
}

// Named is the row of a key.
func (t Table) Named(name string) (Key, bool) {
	if i := slices.IndexFunc(t, func(k Key) bool { return k.Name == name }); i >= 0 {
		return t[i], true
	}
	return Key{}, false
}
