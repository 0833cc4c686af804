package audience

import (
	"cmp"
	"maps"
	"slices"
)

// Elsewhere is a path that lies outside every place an audience can name: ISO
// 3166-1 leaves ZZ to its users, and no country bears it.
const Elsewhere = "ZZ"

// otherLanguage is a tag for any language that an audience does not name.
const otherLanguage = "x-other"

// Flip is a single change to a person that would turn the answer.
type Flip struct {
	// Fact is what would be so, or not be so if Not is set: age 45..45, gender
	// male, interest "Yoga", language de, place lives "DE/Bayern". A place
	// without qualifier is the present place; the label Elsewhere stands for
	// any place that the audience does not name.
	Fact Fact
	Not  bool

	// Size is how large the change is: 0 where the person was silent, so that
	// nothing changes but what is known; else years of age, steps up and down
	// the path of a place, 1 for a label, a language or the gender.
	Size int

	Answer Answer // after the change
}

// String writes the change and the answer it leads to: not interest "Yoga": no.
func (f Flip) String() string {
	s := f.Fact.String() + ": " + f.Answer.String()
	if f.Not {
		return "not " + s
	}
	return s
}

// Apply returns the person as changed.
func (f Flip) Apply(p Person) Person {
	q := p.Clone()
	f.apply(&q)
	return q
}

// Flips lists the single changes to what a person can know of himself that
// would turn the answer, smallest first. Ages are tried at the borders that
// the audience itself draws (LO-1, LO, HI, HI+1), of which the nearest younger
// and older one is kept for each new answer, or all if the age is silent; then
// the genders, the places it names (the 25 nearest that turn the answer) and
// Elsewhere, its languages and its labels. What is undisclosed, held by others
// or the ad's context is never offered. Every flip is checked by evaluating.
func Flips(e *Expr, p *Person, w World) []Flip {
	was := Eval(e, p, w)
	var flips []Flip
	for _, a := range attributes {
		if a.idle(p) {
			continue
		}
		// What does not hang on the attribute is decided once, so that trying
		// its values costs only the facts that speak of it.
		part := reduce(e, func(f *Fact) Answer {
			if a.has(f) {
				return Unknown
			}
			return p.answer(f, w)
		})
		if part.constant() {
			continue
		}
		var named []Fact
		for f := range part.Facts() {
			if a.has(&f) {
				named = append(named, f)
			}
		}
		if named = unique(named); len(named) == 0 {
			continue
		}
		tries := a.tries(p, named)
		slices.SortStableFunc(tries, compareFlips)
		q := *p
		q.Said = maps.Clone(p.Said)
		var turned []Flip
		for _, f := range tries {
			restore := f.apply(&q)
			if f.Answer = Eval(part, &q, w); f.Answer != was {
				turned = append(turned, f)
			}
			restore()
			if a.most > 0 && len(turned) == a.most {
				break
			}
		}
		flips = append(flips, turned...)
	}
	flips = nearestAges(flips, p)
	slices.SortStableFunc(flips, compareFlips)
	return flips
}

func compareFlips(a, b Flip) int {
	return cmp.Or(cmp.Compare(a.Size, b.Size), compareFacts(&a.Fact, &b.Fact), compareBool(a.Not, b.Not))
}

// nearestAges keeps, of sorted flips of a known age, the first younger and the
// first older one for each answer.
func nearestAges(flips []Flip, p *Person) []Flip {
	type side struct {
		older  bool
		answer Answer
	}
	seen := map[side]bool{}
	return slices.DeleteFunc(flips, func(f Flip) bool {
		s := side{f.Fact.Lo > p.Age, f.Answer}
		drop := f.Fact.Kind == Age && p.Age != 0 && seen[s]
		seen[s] = seen[s] || f.Fact.Kind == Age
		return drop
	})
}

// apply changes a person and returns what undoes it. It writes into Said, but
// not into the person's other slices.
func (f Flip) apply(p *Person) (undo func()) {
	old := *p
	undo = func() { *p = old }
	switch f.Fact.Kind {
	case Age:
		p.Age = f.Fact.Lo
	case Gender:
		p.Gender = f.Fact.Label
	case Language:
		p.Languages = f.languages(p.Languages)
	case Place:
		switch f.Fact.Where {
		case Anywhere:
			p.Now = f.Fact.Label
		case Lives:
			p.Lives = f.Fact.Label
		case Recently:
			p.Recently = f.stays(p.Recently)
		case Travels:
			p.Travels = f.stays(p.Travels)
		}
	default:
		before, said := p.Said[f.Fact]
		if p.Said == nil {
			p.Said = map[Fact]bool{}
		}
		p.Said[f.Fact] = !f.Not
		undo = func() {
			if said {
				p.Said[f.Fact] = before
			} else {
				delete(p.Said, f.Fact)
			}
		}
	}
	return undo
}

// stays adds a place to those of stays; Elsewhere takes all the others away.
func (f Flip) stays(paths []string) []string {
	if f.Fact.Label == Elsewhere {
		return []string{Elsewhere}
	}
	return append(slices.Clone(paths), f.Fact.Label)
}

// languages adds a language, or drops it and what is related to it.
func (f Flip) languages(tags []string) []string {
	if !f.Not {
		return append(slices.Clone(tags), f.Fact.Label)
	}
	kept := slices.DeleteFunc(slices.Clone(tags), func(s string) bool {
		return begins(s, f.Fact.Label) || begins(f.Fact.Label, s)
	})
	if len(kept) == 0 {
		kept = []string{otherLanguage}
	}
	return kept
}
