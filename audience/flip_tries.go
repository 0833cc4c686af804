package audience

import "strings"

// flipPlaces bounds how many places are offered for one attribute: the nearest.
const flipPlaces = 25

// attributes are what a person may change, one at a time.
var attributes = []attribute{
	{has: func(f *Fact) bool { return f.Kind == Age && !f.AgeUnknown }, tries: tryAges},
	{has: func(f *Fact) bool { return f.Kind == Gender && f.Label != "unknown" }, tries: tryGenders},
	{has: func(f *Fact) bool { return f.Kind == Place && f.Where <= Lives }, tries: tryPlaces(Lives), most: flipPlaces},
	{has: func(f *Fact) bool { return f.Kind == Place && f.Where == Anywhere }, tries: tryPlaces(Anywhere), most: flipPlaces,
		skip: func(p *Person) bool { return p.Now == "" }}, // goes with the home
	{has: func(f *Fact) bool { return f.Kind == Place && f.Where == Recently }, tries: tryPlaces(Recently), most: flipPlaces},
	{has: func(f *Fact) bool { return f.Kind == Place && f.Where == Travels }, tries: tryPlaces(Travels), most: flipPlaces},
	{has: func(f *Fact) bool { return f.Kind == Language }, tries: tryLanguages},
	{has: func(f *Fact) bool { return f.Kind.Labelled() }, tries: tryLabels},
}

type attribute struct {
	has   func(*Fact) bool                     // whether a fact speaks of it
	tries func(p *Person, named []Fact) []Flip // the changes worth trying
	most  int                                  // how many flips to keep, 0 for all
	skip  func(*Person) bool                   // whether the person has it not; nil for never
}

func (a *attribute) idle(p *Person) bool { return a.skip != nil && a.skip(p) }

func tryAges(p *Person, named []Fact) (flips []Flip) {
	tried := map[int]bool{int(p.Age): true}
	for _, f := range named {
		at := []int{int(f.Lo) - 1, int(f.Lo)}
		if f.Hi != OpenAge {
			at = append(at, int(f.Hi), int(f.Hi)+1)
		}
		for _, age := range at {
			if age < 1 || age >= OpenAge || tried[age] {
				continue
			}
			tried[age] = true
			flip := Flip{Fact: Fact{Kind: Age, Lo: uint8(age), Hi: uint8(age)}}
			if p.Age != 0 {
				flip.Size = max(age-int(p.Age), int(p.Age)-age)
			}
			flips = append(flips, flip)
		}
	}
	return flips
}

func tryGenders(p *Person, _ []Fact) (flips []Flip) {
	for _, g := range []string{"female", "male", "other"} {
		if g != p.Gender {
			flips = append(flips, Flip{Fact: Fact{Kind: Gender, Label: g}, Size: unless(p.Gender == "")})
		}
	}
	return flips
}

func tryPlaces(where Qualifier) func(*Person, []Fact) []Flip {
	return func(p *Person, named []Fact) (flips []Flip) {
		tried := map[string]bool{}
		for _, f := range append(named, Fact{Label: Elsewhere}) {
			if f.Area.Shape == Near || tried[f.Label] {
				continue
			}
			tried[f.Label] = true
			flip := Flip{Fact: Fact{Kind: Place, Where: where, Label: f.Label}}
			switch where {
			case Lives:
				flip.Size = steps(p.Lives, f.Label)
			case Anywhere:
				flip.Size = steps(p.Now, f.Label)
			case Recently:
				flip.Size = unless(p.Recently == nil)
			case Travels:
				flip.Size = unless(p.Travels == nil)
			}
			flips = append(flips, flip)
		}
		return flips
	}
}

// steps counts the segments by which one path differs from another; 0 from
// silence.
func steps(from, to string) int {
	if from == "" {
		return 0
	}
	a, b := strings.Split(from, "/"), strings.Split(to, "/")
	same := 0
	for same < min(len(a), len(b)) && a[same] == b[same] {
		same++
	}
	return max(1, len(a)+len(b)-2*same)
}

func tryLanguages(p *Person, named []Fact) (flips []Flip) {
	for _, f := range named {
		size := unless(len(p.Languages) == 0)
		if speaks(p.Languages, f.Label) != Yes {
			flips = append(flips, Flip{Fact: f, Size: size})
		}
		if speaks(p.Languages, f.Label) != No {
			flips = append(flips, Flip{Fact: f, Not: true, Size: size})
		}
	}
	return flips
}

func tryLabels(p *Person, named []Fact) (flips []Flip) {
	for _, f := range named {
		yes, said := p.Said[f]
		said = said || p.Complete.Has(f.Kind)
		if !said || !yes {
			flips = append(flips, Flip{Fact: f, Size: unless(!said)})
		}
		if !said || yes {
			flips = append(flips, Flip{Fact: f, Not: true, Size: unless(!said)})
		}
	}
	return flips
}

// unless is the size of a change of one: none if the person was silent.
func unless(silent bool) int {
	if silent {
		return 0
	}
	return 1
}
