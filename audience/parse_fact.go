package audience

func (p *parser) fact(k Kind) (*Expr, error) {
	f := Fact{Kind: k}
	switch k {
	case Age:
		return p.age()
	case Gender:
		p.space()
		start := p.i
		switch f.Label = p.anyWord(); f.Label {
		case "female", "male", "other", "unknown":
			return Of(f), nil
		}
		p.i = start
		return nil, p.want("female, male, other or unknown")
	case Place:
		return p.place()
	case Language:
		var err error
		f.Label, err = p.tag()
		return Of(f), err
	case Lookalike:
		return p.lookalike()
	case Undisclosed:
		p.space()
		start := p.i
		if f.Of = p.anyWord(); !hideable(f.Of) {
			p.i = start
			return nil, p.want("the kind of fact that is not disclosed, such as list, interest, place, zip, expansion, other")
		}
		return p.labelled(f)
	case Other:
		var err error
		f.Label, err = p.str()
		return Of(f), err
	}
	if k.Held() && !p.peek(`"`) && !p.peekWord("any") {
		return Of(f), nil
	}
	return p.values(f)
}

func (p *parser) age() (*Expr, error) {
	if p.word("unknown") {
		return Of(Fact{Kind: Age, AgeUnknown: true}), nil
	}
	p.space()
	start := p.i
	lo, hasLo, err := p.year()
	if err != nil {
		return nil, err
	}
	if !p.mark("..") {
		return nil, p.want("an age range such as 18..44, 65.. or ..17, or unknown")
	}
	hi, hasHi, err := p.year()
	if err != nil {
		return nil, err
	}
	switch {
	case !hasHi && !hasLo:
		return nil, p.want("an age")
	case !hasHi:
		hi = OpenAge
	case hi < lo:
		p.i = start
		return nil, p.want("a range that goes upwards")
	}
	return Ages(lo, hi), nil
}

// year reads a whole number of years, if one stands here.
func (p *parser) year() (year uint8, ok bool, err error) {
	p.space()
	start := p.i
	n := 0
	for p.i < len(p.s) && digit(p.s[p.i]) && n < OpenAge {
		n = n*10 + int(p.s[p.i]-'0')
		p.i++
	}
	if n >= OpenAge {
		p.i = start
		return 0, false, p.want("an age of at most 254")
	}
	return uint8(n), p.i > start, nil
}

func (p *parser) place() (*Expr, error) {
	f := Fact{Kind: Place}
	for q := Lives; q <= Travels; q++ {
		if p.word(q.String()) {
			f.Where = q
			break
		}
	}
	if p.word("near") {
		return p.near(f)
	}
	e, err := p.values(f)
	if err != nil || !p.mark("+") {
		return e, err
	}
	a := Area{Shape: Unstated}
	if !p.mark("?") {
		if a, err = p.radius(Around); err != nil {
			return nil, err
		}
	}
	if e.Op == Is {
		e.Fact.Area = a
	}
	for _, x := range e.Args {
		x.Fact.Area = a
	}
	return e, nil
}

func (p *parser) near(f Fact) (*Expr, error) {
	lat, err := p.number("a latitude from -90 to 90", -90, 90)
	if err != nil {
		return nil, err
	}
	if !p.mark(",") {
		return nil, p.want("a comma and a longitude")
	}
	lon, err := p.number("a longitude from -180 to 180", -180, 180)
	if err != nil {
		return nil, err
	}
	if f.Area, err = p.radius(Near); err != nil {
		return nil, err
	}
	f.Area.Lat, f.Area.Lon = lat, lon
	return p.labelled(f)
}

func (p *parser) radius(shape Shape) (Area, error) {
	r, err := p.number("a radius such as 16km or 10mi", 0, 50_000)
	if err != nil {
		return Area{}, err
	}
	switch {
	case p.word("km"):
		return Area{Shape: shape, Radius: r}, nil
	case p.word("mi"):
		return Area{Shape: shape, Radius: r, Miles: true}, nil
	}
	return Area{}, p.want("km or mi")
}

func (p *parser) lookalike() (*Expr, error) {
	f := Fact{Kind: Lookalike}
	var err error
	if p.peek(`"`) {
		if f.Label, err = p.str(); err != nil {
			return nil, err
		}
	}
	if p.space(); p.i < len(p.s) && digit(p.s[p.i]) {
		if f.Percent, err = p.number("a percentage", 0, 100); err != nil {
			return nil, err
		}
		if !p.mark("%") {
			return nil, p.want("%")
		}
	}
	if p.word("in") {
		if f.In, err = p.str(); err != nil {
			return nil, err
		}
	}
	return Of(f), nil
}

// labelled reads the string that may follow.
func (p *parser) labelled(f Fact) (*Expr, error) {
	if !p.peek(`"`) {
		return Of(f), nil
	}
	var err error
	f.Label, err = p.str()
	return Of(f), err
}

func (p *parser) values(f Fact) (*Expr, error) {
	if !p.word("any") {
		var err error
		f.Label, err = p.str()
		return Of(f), err
	}
	if !p.mark("(") {
		return nil, p.want("an opening bracket and strings")
	}
	var args []*Expr
	for {
		label, err := p.str()
		if err != nil {
			return nil, err
		}
		f.Label = label
		args = append(args, Of(f))
		switch {
		case p.mark(","):
		case p.mark(")"):
			return join(Any, args), nil
		default:
			return nil, p.want("a comma or a closing bracket")
		}
	}
}
