package audience

import "strings"

// Answer is one of three, ordered from No to Yes: and is the least of its
// parts, or the greatest, not the mirror image (Kleene's strong logic).
type Answer uint8

const (
	No Answer = iota
	Unknown
	Yes
)

// String is no, unknown or yes.
func (a Answer) String() string {
	switch a {
	case No:
		return "no"
	case Unknown:
		return "unknown"
	}
	return "yes"
}

// Not is the opposite; that of Unknown is Unknown.
func (a Answer) Not() Answer { return Yes - a }

// Eval asks whether a person is in an audience, as published. The answer is
// Unknown where it hangs on something that the person did not say, cannot
// know, or that the archive does not disclose; HangsOn names these facts.
//
// How each fact is judged, in the order yes, no, else unknown:
//
//	age, gender     the stated value fits; it does not.
//	place           the home or the present place is inside; both are apart.
//	                With lives, recently or travels: that attribute alone.
//	with a circle   inside the named place, or near enough by both points;
//	                too far by both points, or in another country.
//	language        the tag or a narrower one is stated; none related is.
//	labels          said yes; said no, or "that is all" of the kind.
//	what others hold, the ad's context, age unknown, gender unknown
//	                said yes; said no.
//	undisclosed, other
//	                never; never.
func Eval(e *Expr, p *Person, w World) Answer {
	switch e.Op {
	case Is:
		return p.answer(&e.Fact, w)
	case Not:
		return Eval(e.Args[0], p, w).Not()
	case All:
		least := Yes
		for _, x := range e.Args {
			if least = min(least, Eval(x, p, w)); least == No {
				break
			}
		}
		return least
	}
	most := No
	for _, x := range e.Args {
		if most = max(most, Eval(x, p, w)); most == Yes {
			break
		}
	}
	return most
}

// EvalAges is Eval for somebody who gives only a bracket of ages: the answer
// that holds for all ages from lo to hi, Unknown where they differ. The
// person's own age is not looked at.
func EvalAges(e *Expr, p *Person, lo, hi uint8, w World) Answer {
	q := *p
	q.Age = max(1, lo)
	first := Eval(e, &q, w)
	// Answers change only where a range begins or has ended.
	for f := range e.Facts() {
		if f.Kind != Age || f.AgeUnknown {
			continue
		}
		for _, border := range []int{int(f.Lo), int(f.Hi) + 1} {
			if border <= int(lo) || border > int(hi) {
				continue
			}
			q.Age = uint8(border)
			if Eval(e, &q, w) != first {
				return Unknown
			}
		}
	}
	return first
}

func (p *Person) answer(f *Fact, w World) Answer {
	switch {
	case f.Kind == Undisclosed || f.Kind == Other:
		return Unknown
	case f.said():
		if yes, ok := p.Said[*f]; ok {
			return answerOf(yes)
		}
		if f.Kind.Labelled() && p.Complete.Has(f.Kind) {
			return No
		}
		return Unknown
	}
	switch f.Kind {
	case Age:
		if p.Age == 0 {
			return Unknown
		}
		return answerOf(f.Lo <= p.Age && p.Age <= f.Hi)
	case Gender:
		if p.Gender == "" {
			return Unknown
		}
		return answerOf(p.Gender == f.Label)
	case Place:
		return p.inPlace(f, w)
	}
	return speaks(p.Languages, f.Label)
}

func answerOf(yes bool) Answer {
	if yes {
		return Yes
	}
	return No
}

func (p *Person) inPlace(f *Fact, w World) Answer {
	switch f.Where {
	case Lives:
		return w.at(p.Lives, f)
	case Recently:
		return w.atAny(p.Recently, f)
	case Travels:
		return w.atAny(p.Travels, f)
	}
	a := w.at(p.Lives, f)
	if p.Now != "" && p.Now != p.Lives {
		a = max(a, w.at(p.Now, f))
	}
	return a
}

func (w World) atAny(paths []string, f *Fact) Answer {
	if paths == nil {
		return Unknown
	}
	most := No
	for _, path := range paths {
		most = max(most, w.at(path, f))
	}
	return most
}

// at asks whether a known place lies in the place or circle of a fact.
func (w World) at(path string, f *Fact) Answer {
	if path == "" {
		return Unknown
	}
	r := w.relate(path, f.Label)
	if f.Area.Shape == NoArea {
		switch r {
		case Inside:
			return Yes
		case Apart:
			return No
		}
		return Unknown
	}
	if f.Area.Shape != Near { // the label of a point names no border
		switch r {
		case Inside:
			return Yes
		case Contains:
			return Unknown
		}
	}
	if km, ok := w.distance(path, f); ok && f.Area.Shape != Unstated {
		return answerOf(km <= f.Area.Kilometres())
	}
	if otherCountry(path, f.Label) {
		return No
	}
	return Unknown
}

// distance is how far a place lies from the centre of a circle, in kilometres.
func (w World) distance(path string, f *Fact) (km float64, ok bool) {
	lat, lon, ok := w.point(path)
	if !ok {
		return 0, false
	}
	toLat, toLon := f.Area.Lat, f.Area.Lon
	if f.Area.Shape != Near {
		if toLat, toLon, ok = w.point(f.Label); !ok {
			return 0, false
		}
	}
	return Distance(lat, lon, toLat, toLon), true
}

func otherCountry(a, b string) bool {
	ca, _ := countryAndRegion(a)
	cb, _ := countryAndRegion(b)
	return ca != "" && cb != "" && ca != cb
}

// speaks compares language tags as RFC 4647 basic filtering does: a tag is in
// a range that it equals or begins with, whatever the case.
func speaks(stated []string, tag string) Answer {
	if len(stated) == 0 {
		return Unknown
	}
	most := No
	for _, s := range stated {
		switch {
		case begins(s, tag):
			return Yes
		case begins(tag, s):
			most = Unknown
		}
	}
	return most
}

func begins(tag, with string) bool {
	return len(tag) >= len(with) && strings.EqualFold(tag[:len(with)], with) &&
		(len(tag) == len(with) || tag[len(with)] == '-')
}
