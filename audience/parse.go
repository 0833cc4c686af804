package audience

import "fmt"

// MaxDepth bounds how deep brackets and nots may nest in what Parse reads, so
// that hostile input cannot exhaust the stack. No archive nests beyond five.
const MaxDepth = 250

// A SyntaxError says where an expression cannot be read, and why.
type SyntaxError struct {
	Pos  int    // byte offset into the input
	Want string // what would have been right: "a string in double quotes"
	Near string // the start of what stands there; empty at the end of the input
}

func (e *SyntaxError) Error() string {
	if e.Near == "" {
		return fmt.Sprintf("audience: at the end (byte %d): expected %s", e.Pos, e.Want)
	}
	return fmt.Sprintf("audience: at byte %d, before %q: expected %s", e.Pos, e.Near, e.Want)
}

// Parse reads the written form of an audience, in the notation of the Go
// specification:
//
//	Audience   = Term { "or" Term } .
//	Term       = Factor { "and" Factor } .
//	Factor     = "not" Factor | "(" Audience ")" | "everyone" | "nobody" | Fact .
//
//	Fact       = "age" Ages
//	           | "gender" ( "female" | "male" | "other" | "unknown" )
//	           | "place" [ "lives" | "recently" | "travels" ] Where
//	           | "language" Tag
//	           | Labelled Labels              // interest, likes, job, device and the like
//	           | Context Labels               // placement, keyword, site
//	           | Held [ Labels ]              // list, visited, engaged, broker
//	           | "lookalike" [ String ] [ Number "%" ] [ "in" String ]
//	           | "undisclosed" Hidden [ String ]
//	           | "other" String .
//	Ages       = Years ".." [ Years ] | ".." Years | "unknown" .
//	Where      = Labels [ "+" ( Radius | "?" ) ]
//	           | "near" Number "," Number Radius [ String ] .
//	Radius     = Number ( "km" | "mi" ) .
//	Labels     = String | "any" "(" String { "," String } ")" .
//	Hidden     = /* the word of any fact */ | "zip" | "expansion" .
//	Tag        = /* letters, digits and hyphens, as in BCP 47 */ | String .
//	String     = /* anything in double quotes, with \" and \\ for these two */ .
//
// An any is an or in short, and its circle holds for each place. An or inside
// an or, and an and inside an and, are taken into it: brackets that change
// nothing leave no trace. The error is a *SyntaxError.
func Parse(s string) (*Expr, error) {
	p := parser{s: s}
	e, err := p.expr(0)
	if err != nil {
		return nil, err
	}
	if p.space(); p.i < len(p.s) {
		return nil, p.want("and, or, or the end")
	}
	return e, nil
}

// MustParse is Parse for expressions written in the program itself. It panics
// if s cannot be read.
func MustParse(s string) *Expr {
	e, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return e
}

type parser struct {
	s string
	i int // next byte to read
}

func (p *parser) expr(depth int) (*Expr, error) {
	return p.list(Any, "or", depth, func() (*Expr, error) {
		return p.list(All, "and", depth, func() (*Expr, error) { return p.factor(depth) })
	})
}

// list reads one or more items with a word between them.
func (p *parser) list(op Op, word string, depth int, item func() (*Expr, error)) (*Expr, error) {
	first, err := item()
	if err != nil || !p.word(word) {
		return first, err
	}
	args := []*Expr{first}
	for {
		e, err := item()
		if err != nil {
			return nil, err
		}
		args = append(args, e)
		if !p.word(word) {
			return join(op, args), nil
		}
	}
}

func (p *parser) factor(depth int) (*Expr, error) {
	p.space()
	if depth > MaxDepth {
		return nil, p.want(fmt.Sprintf("no more than %d brackets and nots inside each other", MaxDepth))
	}
	if p.mark("(") {
		e, err := p.expr(depth + 1)
		if err == nil && !p.mark(")") {
			err = p.want("and, or, or a closing bracket")
		}
		return e, err
	}
	start := p.i
	switch word := p.anyWord(); word {
	case "not":
		e, err := p.factor(depth + 1)
		if err != nil {
			return nil, err
		}
		return Except(e), nil
	case "everyone":
		return Everyone(), nil
	case "nobody":
		return Nobody(), nil
	default:
		if k, ok := byWord[word]; ok {
			return p.fact(k)
		}
	}
	p.i = start
	return nil, p.want("a fact (such as age 18..44, gender female, place \"DE/Bayern\", interest \"Yoga\"), not, or an opening bracket")
}

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
