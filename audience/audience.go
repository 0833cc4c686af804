package audience

// Op says what a node of an expression is.
type Op uint8

const (
	Is  Op = iota // one fact
	All           // and: true of a person when every argument is; without arguments, everyone
	Any           // or: true of a person when some argument is; without arguments, nobody
	Not           // the opposite of its one argument
)

// Expr is a node of an audience. Trees are immutable once built and may share
// parts, so a pointer to one serves as the identity of a box inside a run.
type Expr struct {
	Op   Op
	Fact Fact    // of Is
	Args []*Expr // of All, Any (any number) and Not (one)
}

// Kind is what a fact speaks of. The order is the canonical order of facts.
type Kind uint8

const (
	Age Kind = iota
	Gender
	Place
	Language
	Interest
	Behaviour
	Politics
	Ethnicity
	Education
	Job
	Employer
	Relation
	Income
	Life
	Likes
	FriendOf
	Attends
	List      // an uploaded list
	Lookalike // people similar to those of a list, page or site
	Visited   // visited a site or used an app
	Engaged   // engaged with the advertiser
	Broker    // in an audience of a data broker
	Device
	Venue
	Placement // context
	Keyword   // context
	Site      // context
	Undisclosed
	Other // a platform's text that could not be read
	kinds // how many there are
)

// Fact is one statement about a person. It is comparable.
type Fact struct {
	Kind Kind

	// Label is the value as the platform spells it: the name of an interest, a
	// page or a list, a place path ("DE/Bayern"), a BCP 47 tag, the text of
	// Other, the number of Undisclosed. For Gender it is one of female, male,
	// other, unknown. Empty where the fact has no value ("some list").
	Label string

	// Lo and Hi bound an age, both inside. Hi is OpenAge when there is no upper
	// bound; Lo is 0 when there is no lower one. AgeUnknown is a fact of its
	// own: the platform does not know the person's age.
	Lo, Hi     uint8
	AgeUnknown bool

	Where Qualifier // of Place
	Area  Area      // of Place: a circle, if any

	Percent float64 // of Lookalike: its size in per cent, 0 if not stated
	In      string  // of Lookalike: its country, "" if not stated

	// Of is the kind that an Undisclosed fact hides, by its word: any kind's
	// word, or zip, place, expansion, other.
	Of string
}

// OpenAge is the upper bound of an age range that has none.
const OpenAge = 255

// Qualifier narrows how a person is tied to a place.
type Qualifier uint8

const (
	Anywhere Qualifier = iota // lives or is there now
	Lives
	Recently
	Travels
)

// Area is a circle, with its radius as published: never converted.
type Area struct {
	Shape    Shape
	Radius   float64
	Miles    bool    // the radius is in miles, else in kilometres
	Lat, Lon float64 // of Near, in degrees
}

// Shape says what kind of circle an Area is.
type Shape uint8

const (
	NoArea   Shape = iota
	Around         // Radius around the named place: "US/MD/Baltimore" +16km
	Unstated       // around the named place, radius not stated: +?
	Near           // Radius around a point: near 38.89,-77.03 16km; Label may name it
)

// Everyone is the audience that leaves nobody out.
func Everyone() *Expr { return &Expr{Op: All} }

// Nobody is the audience that holds no one.
func Nobody() *Expr { return &Expr{Op: Any} }

// Of makes an expression of one fact.
func Of(f Fact) *Expr { return &Expr{Op: Is, Fact: f} }

// Label is the fact that a person has the platform's label of a kind.
func Label(k Kind, label string) *Expr { return Of(Fact{Kind: k, Label: label}) }

// Ages is the fact that a person is lo to hi years old, both inside.
func Ages(lo, hi uint8) *Expr { return Of(Fact{Kind: Age, Lo: lo, Hi: hi}) }

// Hidden is something of a kind that the archive says was used and does not
// name. Each is a box of its own: two never mean the same thing.
func Hidden(of, label string) *Expr { return Of(Fact{Kind: Undisclosed, Of: of, Label: label}) }

// And joins audiences. Arguments that are themselves an and are taken in as
// they stand; one argument is returned as it is.
func And(xs ...*Expr) *Expr { return join(All, xs) }

// Or offers audiences, in the same manner as And.
func Or(xs ...*Expr) *Expr { return join(Any, xs) }

// Except is the audience of those who are not in x.
func Except(x *Expr) *Expr { return &Expr{Op: Not, Args: []*Expr{x}} }

func join(op Op, xs []*Expr) *Expr {
	args := make([]*Expr, 0, len(xs))
	for _, x := range xs {
		switch {
		case x == nil:
		case x.Op == op && len(x.Args) > 0:
			args = append(args, x.Args...)
		default:
			args = append(args, x)
		}
	}
	if len(args) == 1 {
		return args[0]
	}
	return &Expr{Op: op, Args: args}
}
