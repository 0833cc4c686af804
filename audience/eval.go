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
//	fact             yes                          no                            unknown
//	age LO..HI       age inside                   age outside                   age silent
//	gender G         equal                        different                     silent
//	place P          lives or now is P or in it   both lie outside              else: silent, larger than P, or not related to P
//	place lives P    the same on the home alone; recently and travels on theirs
//	with a circle    in P, or within the radius   further, or another country   else
//	language T       T or a narrower tag stated   stated, and none related      none stated, or only a wider tag
//	labels           said yes                     said no, or "that is all"     else
//	list, lookalike, visited, engaged, broker, age unknown, gender unknown, and
//	placement, keyword, site: only as stated      only as stated                else
//	undisclosed, other                                                          always
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
