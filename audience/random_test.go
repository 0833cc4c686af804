package audience

import (
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Random audiences and persons over a small world, so that facts meet often:
// ages at a few borders, places within and apart from one another, labels said
// and unsaid. Every test prints its seed; SEED=... repeats it.

type dice struct{ *rand.Rand }

// roll calls check for n random cases.
func roll(t *testing.T, n int, check func(t *testing.T, d dice)) {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	if s := os.Getenv("SEED"); s != "" {
		var err error
		if seed, err = strconv.ParseUint(s, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	d := dice{rand.New(rand.NewPCG(seed, 0))}
	for range n {
		if check(t, d); t.Failed() {
			t.Fatalf("repeat with SEED=%d", seed)
		}
	}
}

func pick[T any](d dice, xs ...T) T { return xs[d.IntN(len(xs))] }

var somePaths = []string{
	"DE", "DE/Bayern", "DE/Bayern/München", "DE/Bayern/Nürnberg", "DE/Hessen", "DE/zip:80331", "DE/city:Fulda",
	"AT", "AT/Wien", "FR", "NO/Oslo", "near: somewhere",
}

func (d dice) fact() Fact {
	switch d.IntN(12) {
	case 0, 1:
		lo := pick[uint8](d, 0, 13, 18, 25, 30, 45, 65)
		return Fact{Kind: Age, Lo: lo, Hi: max(lo, pick[uint8](d, 17, 23, 24, 29, 44, 64, OpenAge))}
	case 2:
		return Fact{Kind: Gender, Label: pick(d, "female", "male", "other", "unknown")}
	case 3, 4, 5:
		f := Fact{Kind: Place, Label: pick(d, somePaths...), Where: pick(d, Anywhere, Anywhere, Lives, Recently, Travels)}
		switch d.IntN(6) {
		case 0:
			f.Area = Area{Shape: Around, Radius: pick(d, 5., 200.), Miles: d.IntN(2) == 0}
		case 1:
			f.Area = Area{Shape: Unstated}
		case 2:
			f.Area = Area{Shape: Near, Radius: 40, Lat: 48.1, Lon: 11.6}
			f.Label = pick(d, "", "DE/Bayern/München", "near: somewhere")
		}
		return f
	case 6:
		return Fact{Kind: Language, Label: pick(d, "en", "en-GB", "de", "fr")}
	case 7:
		return pick(d, Fact{Kind: List, Label: "tesy"}, Fact{Kind: List}, Fact{Kind: Age, AgeUnknown: true},
			Fact{Kind: Lookalike, Label: "x", Percent: 1, In: "US"}, Fact{Kind: Site, Label: "example.org"})
	case 8:
		return pick(d, Fact{Kind: Undisclosed, Of: "list"}, Fact{Kind: Undisclosed, Of: "place", Label: "1"}, Fact{Kind: Other, Label: "x"})
	}
	return Fact{Kind: pick(d, Interest, Interest, Likes), Label: pick(d, "a", "b", "c")}
}

// expr makes an audience of up to some depth, not necessarily flat.
func (d dice) expr(depth int) *Expr {
	if depth == 0 || d.IntN(4) == 0 {
		if d.IntN(25) == 0 {
			return pick(d, Everyone(), Nobody())
		}
		return Of(d.fact())
	}
	if d.IntN(4) == 0 {
		return Except(d.expr(depth - 1))
	}
	e := &Expr{Op: pick(d, All, Any)}
	for range d.IntN(5) {
		e.Args = append(e.Args, d.expr(depth-1))
	}
	return e
}

func (d dice) person() Person {
	var p Person
	if d.IntN(3) > 0 {
		p.Age = pick[uint8](d, 12, 17, 18, 24, 27, 40, 44, 45, 70)
	}
	p.Gender = pick(d, "", "female", "male", "other")
	p.Lives = pick(d, append(somePaths, "", "DE/Bayern/München/hood:Au")...)
	p.Now = pick(d, append(somePaths, "", "", "", "", "", "")...)
	if d.IntN(2) == 0 {
		p.Recently = []string{}
		for range d.IntN(3) {
			p.Recently = append(p.Recently, pick(d, somePaths...))
		}
	}
	if d.IntN(2) == 0 {
		p.Travels = []string{pick(d, somePaths...)}
	}
	for range d.IntN(3) {
		p.Languages = append(p.Languages, pick(d, "en", "en-GB", "EN-us", "de", "fr-CH"))
	}
	p.Said = map[Fact]bool{}
	for range d.IntN(6) {
		if f := d.fact(); f.said() {
			p.Said[f] = d.IntN(2) == 0
		}
	}
	if d.IntN(4) == 0 {
		p.Complete = KindsOf(pick(d, Interest, Likes, List))
	}
	return p
}

// shuffle says the same in another order, with parts doubled, brackets added
// and nots pushed about by De Morgan.
func (d dice) shuffle(e *Expr) *Expr {
	if e.Op == Is {
		if d.IntN(6) == 0 {
			return Except(Except(e))
		}
		return e
	}
	var args []*Expr
	for _, x := range e.Args {
		args = append(args, d.shuffle(x))
		if d.IntN(8) == 0 && !HasUndisclosed(x) {
			args = append(args, d.shuffle(x))
		}
	}
	if e.Op == Not {
		return Except(args[0])
	}
	d.Shuffle(len(args), func(i, j int) { args[i], args[j] = args[j], args[i] })
	if len(args) > 2 && d.IntN(3) == 0 {
		args = []*Expr{args[0], {Op: e.Op, Args: args[1:]}}
	}
	out := &Expr{Op: e.Op, Args: args}
	if d.IntN(5) == 0 { // De Morgan
		for i, x := range args {
			args[i] = Except(x)
		}
		out = Except(&Expr{Op: dual(e.Op), Args: args})
	}
	return out
}

// town is a World with points and with one postcode related to a city, which
// paths alone would not know.
type town struct{ Paths }

func (t town) Relate(a, b string) Standing {
	if strings.HasPrefix(a, "DE/zip:80331") {
		a = "DE/Bayern/München" + strings.TrimPrefix(a, "DE/zip:80331")
	}
	if b == "DE/zip:80331" && !strings.HasPrefix(a, "DE/Bayern/München") {
		if s := t.Paths.Relate(a, "DE/Bayern/München"); s != Inside {
			return s
		}
		return Unrelated
	}
	return t.Paths.Relate(a, b)
}

func (town) Point(path string) (lat, lon float64, ok bool) {
	switch path {
	case "DE/Bayern/München", "DE/zip:80331":
		return 48.14, 11.58, true
	case "DE/Bayern/Nürnberg":
		return 49.45, 11.08, true
	case "DE/city:Fulda":
		return 50.55, 9.68, true
	case "NO/Oslo":
		return 59.91, 10.75, true
	}
	return 0, 0, false
}

func (d dice) world() World { return pick(d, World{}, World{Places: town{}}) }
