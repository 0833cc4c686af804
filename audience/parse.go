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
