package reach

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/contrechamp/contrechamp/audience"
)

// dice makes random audiences and persons over a small world, in which facts
// meet often. Every test prints its seed; SEED=... repeats it.
type dice struct{ *rand.Rand }

func roll(t testing.TB) dice {
	seed := uint64(time.Now().UnixNano())
	if s := os.Getenv("SEED"); s != "" {
		var err error
		if seed, err = strconv.ParseUint(s, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("SEED=%d", seed)
	return dice{rand.New(rand.NewPCG(seed, 0))}
}

func pick[T any](d dice, xs ...T) T { return xs[d.IntN(len(xs))] }

var paths = []string{
	"DE", "DE/Bayern", "DE/Bayern/München", "DE/Bayern/Nürnberg", "DE/Bayern/county:Hof/Hof", "DE/Hessen", "DE/Hessen/Fulda",
	"DE/zip:80331", "DE/zip:36037", "DE/city:Fulda", "AT", "AT/Wien", "AT/Wien/Mitte", "FR", "FR/Bretagne", "NO/Oslo", "", "nowhere", "XX//a",
}

func (d dice) age() *audience.Expr {
	lo := pick[uint8](d, 0, 13, 18, 25, 30, 45, 65)
	return audience.Ages(lo, max(lo, pick[uint8](d, 17, 23, 24, 29, 44, 64, audience.OpenAge)))
}

func (d dice) gender() *audience.Expr {
	return audience.Label(audience.Gender, pick(d, "female", "male", "other", "female", "male", "unknown", "odd"))
}

func (d dice) place() *audience.Expr {
	f := audience.Fact{Kind: audience.Place, Label: pick(d, paths...)}
	switch d.IntN(20) {
	case 0:
		f.Area = audience.Area{Shape: audience.Around, Radius: pick(d, 5., 200.), Miles: d.IntN(2) == 0}
	case 1:
		f.Area = audience.Area{Shape: audience.Unstated}
	case 2:
		f.Area = audience.Area{Shape: audience.Near, Radius: 40, Lat: 48.1, Lon: 11.6}
	case 3:
		f.Where = audience.Recently
	case 4:
		f.Where = audience.Travels
	case 5, 6, 7:
		f.Where = audience.Lives
	}
	return audience.Of(f)
}

func (d dice) language() *audience.Expr {
	return audience.Label(audience.Language, pick(d, "en", "en-GB", "de", "de-AT", "fr", "EN"))
}

func (d dice) label() *audience.Expr {
	k := pick(d, audience.Interest, audience.Interest, audience.Interest, audience.Behaviour, audience.Likes, audience.Device)
	return audience.Label(k, string(rune('a'+d.IntN(12))))
}

func (d dice) odd() *audience.Expr {
	return audience.Of(pick(d,
		audience.Fact{Kind: audience.List, Label: "tesy"}, audience.Fact{Kind: audience.List}, audience.Fact{Kind: audience.Age, AgeUnknown: true},
		audience.Fact{Kind: audience.Lookalike, Label: "x", Percent: 1, In: "US"}, audience.Fact{Kind: audience.Site, Label: "example.org"},
		audience.Fact{Kind: audience.Undisclosed, Of: "list"}, audience.Fact{Kind: audience.Undisclosed, Of: "place", Label: "1"},
		audience.Fact{Kind: audience.Other, Label: "x"}, audience.Fact{Kind: audience.Broker, Label: "y"}))
}

func (d dice) fact() *audience.Expr {
	return pick(d, d.age, d.gender, d.place, d.language, d.label, d.label, d.label, d.odd)()
}

func (d dice) some(most int, f func() *audience.Expr) []*audience.Expr {
	xs := make([]*audience.Expr, 1+d.IntN(most))
	for i := range xs {
		xs[i] = f()
	}
	return xs
}

// flat makes what platforms write: groups of one kind or of several, all of
// which must hold, and exclusions.
func (d dice) flat() *audience.Expr {
	var and []*audience.Expr
	add := func(share float64, most int, f func() *audience.Expr) {
		if d.Float64() < share {
			and = append(and, audience.Or(d.some(most, f)...))
		}
	}
	add(0.5, 2, d.age)
	add(0.2, 2, d.gender)
	add(0.7, 4, d.place)
	add(0.1, 2, d.place)
	add(0.2, 2, d.language)
	add(0.5, 5, d.label)
	add(0.3, 5, d.label)
	add(0.1, 3, d.fact)
	add(0.05, 1, d.odd)
	if d.IntN(3) == 0 {
		and = append(and, audience.Except(audience.Or(d.some(4, pick(d, d.label, d.label, d.place, d.fact))...)))
	}
	if d.IntN(10) == 0 {
		and = append(and, d.tree(3))
	}
	d.Shuffle(len(and), func(i, j int) { and[i], and[j] = and[j], and[i] })
	return audience.And(and...)
}

// tree makes any expression.
func (d dice) tree(depth int) *audience.Expr {
	switch {
	case depth == 0 || d.IntN(4) == 0:
		if d.IntN(25) == 0 {
			return pick(d, audience.Everyone(), audience.Nobody())
		}
		return d.fact()
	case d.IntN(4) == 0:
		return audience.Except(d.tree(depth - 1))
	}
	e := &audience.Expr{Op: pick(d, audience.All, audience.Any)}
	for range d.IntN(5) {
		e.Args = append(e.Args, d.tree(depth-1))
	}
	return e
}

func (d dice) box() *audience.Expr {
	if d.IntN(5) == 0 {
		return d.tree(4)
	}
	return d.flat()
}

func (d dice) person() audience.Person {
	var p audience.Person
	if d.IntN(4) > 0 {
		p.Age = pick[uint8](d, 1, 12, 17, 18, 24, 27, 40, 44, 45, 70, 255)
	}
	p.Gender = pick(d, "", "female", "male", "other", "female", "male", "neither")
	if d.IntN(6) > 0 {
		p.Lives = pick(d, append(paths, "DE/Bayern/München/hood:Au", "DE/Bayern/München/hood:Au", "DE/Hessen/Fulda/hood:X")...)
	}
	if d.IntN(4) == 0 {
		p.Now = pick(d, paths...)
	}
	if d.IntN(2) == 0 {
		p.Recently = []string{}
		for range d.IntN(3) {
			p.Recently = append(p.Recently, pick(d, paths...))
		}
	}
	if d.IntN(2) == 0 {
		p.Travels = []string{pick(d, paths...)}
	}
	for range d.IntN(3) {
		p.Languages = append(p.Languages, pick(d, "en", "en-GB", "EN-us", "de", "fr-CH"))
	}
	p.Said = map[audience.Fact]bool{}
	for range d.IntN(20) {
		p.Said[pick(d, d.label, d.label, d.label, d.label, d.label, d.fact)().Fact] = d.IntN(2) == 0
	}
	for _, k := range audience.AllKinds() {
		if d.IntN(3) == 0 {
			p.Complete |= audience.KindsOf(k)
		}
	}
	return p
}

// table is a Places that knows more than paths do.
type table struct{ audience.Paths }

func (table) Relate(a, b string) audience.Standing {
	r := audience.Paths{}.Relate(a, b)
	if r != audience.Unrelated {
		return r
	}
	in := map[string]string{"DE/zip:80331": "DE/Bayern/München", "DE/zip:36037": "DE/Hessen/Fulda"}
	if whole, ok := in[a]; ok {
		return audience.Paths{}.Relate(whole, b)
	}
	if whole, ok := in[b]; ok {
		switch (audience.Paths{}).Relate(a, whole) {
		case audience.Apart:
			return audience.Apart
		case audience.Contains:
			return audience.Contains
		}
	}
	return audience.Unrelated
}

func (table) Point(path string) (lat, lon float64, ok bool) {
	switch path {
	case "DE/Bayern/München", "DE/zip:80331":
		return 48.137, 11.575, true
	case "AT/Wien/Mitte":
		return 48.208, 16.373, true
	case "DE/Hessen/Fulda":
		return 50.551, 9.676, true
	}
	return 0, 0, false
}

func (d dice) world() audience.World {
	if d.IntN(2) == 0 {
		return audience.World{}
	}
	return audience.World{Places: table{}}
}

// full says that tests run at the size that is published.
func full() bool { return os.Getenv("CONTRECHAMP_FULL") != "" }
