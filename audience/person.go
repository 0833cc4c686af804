package audience

import (
	"fmt"
	"maps"
	"slices"

	"github.com/contrechamp/contrechamp/sentence"
)

// Person is what is known of somebody. Every attribute is exact or silent, and
// the zero Person is silent throughout. A Person is filled from a form in the
// browser, from flags, or from a conjunction of facts (PersonOf); it is never
// stored and never sent anywhere.
//
// Places are paths as the World's Places knows them. Labels are compared byte
// for byte: where spellings may differ, fold those of the person and those of
// the audience first (package key).
type Person struct {
	Age    uint8  // in whole years; 0 is silent
	Gender string // female, male or other; "" is silent

	// Lives is the path of the home, the more exact the better: whoever names a
	// region only gets unknown for every town in it. Now is the path of the
	// present place; "" means the same as Lives.
	Lives, Now string

	// Recently and Travels hold the places of recent stays and of present
	// travel. Nil is silent; empty and not nil says that there are none.
	Recently, Travels []string

	// Languages are BCP 47 tags. Once one is stated, languages that are not
	// stated are taken not to be spoken.
	Languages []string

	// Said holds what was said of single facts: true is yes, false is no,
	// absent is silent. It speaks of labels ("interest Yoga") and of facts that
	// others hold, if the person has learnt of them: lists, lookalikes, age
	// unknown. Undisclosed and Other stay unknown whatever is said.
	Said map[Fact]bool

	// Complete holds the kinds of labels of which everything was said ("that is
	// all"): the labels of those kinds that are not in Said are a no.
	Complete KindSet
}

// Say records what the person says of a fact, on whichever attribute it
// speaks of. Saying no to an age, gender, place or language is not an exact
// value, and an error; so is saying anything of Undisclosed or Other.
func (p *Person) Say(f Fact, yes bool) error {
	switch {
	case f.Kind == Undisclosed || f.Kind == Other:
		return sentence.Fail("nobody can say {fact} of himself", "fact", f.String())
	case f.said():
		if p.Said == nil {
			p.Said = map[Fact]bool{}
		}
		if old, ok := p.Said[f]; ok && old != yes {
			return sentence.Fail("{fact} is said to hold and not to hold", "fact", f.String())
		}
		p.Said[f] = yes
		return nil
	case !yes:
		return sentence.Fail("not {fact} leaves open what holds instead: name the value", "fact", f.String())
	}
	switch f.Kind {
	case Age:
		if f.Lo != f.Hi || f.Lo == 0 {
			return sentence.Fail("{fact} is not one age in whole years: write age 34..34", "fact", f.String())
		}
		return once(&p.Age, f.Lo, f)
	case Gender:
		return once(&p.Gender, f.Label, f)
	case Language:
		if !slices.Contains(p.Languages, f.Label) {
			p.Languages = append(p.Languages, f.Label)
		}
		return nil
	}
	if f.Area.Shape != NoArea {
		return sentence.Fail("{fact} is a circle and not one place: name the place", "fact", f.String())
	}
	switch f.Where {
	case Lives:
		return once(&p.Lives, f.Label, f)
	case Recently:
		p.Recently = append(p.Recently, f.Label)
	case Travels:
		p.Travels = append(p.Travels, f.Label)
	default:
		return once(&p.Now, f.Label, f)
	}
	return nil
}

// once sets an attribute that is still silent or has the same value.
func once[T comparable](attribute *T, value T, f Fact) error {
	var silent T
	if *attribute != silent && *attribute != value {
		return sentence.Fail("{fact} contradicts what was said before ({value})", "fact", f.String(), "value", fmt.Sprint(*attribute))
	}
	*attribute = value
	return nil
}

// said reports whether a fact is found in Person.Said and not on an attribute
// of its own.
func (f *Fact) said() bool {
	switch f.Kind {
	case Age:
		return f.AgeUnknown
	case Gender:
		return f.Label == "unknown"
	case Place, Language, Undisclosed, Other:
		return false
	}
	return true
}

// PersonOf reads a conjunction of facts with exact values as a person: age
// 34..34 and gender female and place "DE/Bayern" and interest "Yoga" and not
// interest "Police". A place without qualifier is the home, or the present
// place if the home is named too.
func PersonOf(e *Expr) (Person, error) {
	var p Person
	if err := p.sayAll(e); err != nil {
		return Person{}, sentence.Fail("reading an audience as a person: {error}", "error", err)
	}
	if p.Lives == "" {
		p.Lives, p.Now = p.Now, ""
	}
	return p, nil
}

func (p *Person) sayAll(e *Expr) error {
	switch {
	case e.Op == Is:
		return p.Say(e.Fact, true)
	case e.Op == Not && e.Args[0].Op == Is:
		return p.Say(e.Args[0].Fact, false)
	case e.Op == Not && e.Args[0].Op == Any:
		for _, x := range e.Args[0].Args {
			if err := p.sayAll(Except(x)); err != nil {
				return err
			}
		}
		return nil
	case e.Op == All:
		for _, x := range e.Args {
			if err := p.sayAll(x); err != nil {
				return err
			}
		}
		return nil
	}
	return sentence.Fail(`{facts} is not one exact fact: a person is facts joined by and, such as age 34..34 and place "DE/Bayern"`, "facts", e.String())
}

// Clone copies a person, so that changing the copy leaves the original alone.
func (p Person) Clone() Person {
	p.Recently = slices.Clone(p.Recently)
	p.Travels = slices.Clone(p.Travels)
	p.Languages = slices.Clone(p.Languages)
	p.Said = maps.Clone(p.Said)
	return p
}
