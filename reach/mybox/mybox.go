// Package mybox answers one reader: which ads would reach me, which would not,
// of which can that not be known and why; what were others told that I was not;
// which single fact about me would change that.
//
// It runs in two places from the same source: in the reader's browser, compiled
// to WebAssembly, and in the command contrechamp me. Neither sends anything
// about the reader anywhere: the data that answers rest on are one file, the
// same for everybody (Data, Encode, Decode), and a Profile exists in memory
// only.
//
// Ads that a reader cannot tell apart stand on one card: the same words, payer,
// advertiser, archive and box. What is counted is ads, what is listed are
// messages: the cards of one payer with the same words.
//
// The package needs the standard library, audience and reach. Labels of
// audiences are folded before they come here, since folding needs tables that a
// browser should not have to download (package key).
package mybox

import (
	"fmt"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/reach"
	"github.com/contrechamp/contrechamp/sentence"
)

// Card is what is known of the ads that share words, payer, advertiser, archive
// and box, beside their box.
type Card struct {
	Ads        uint32 // how many there are
	Advertiser uint32 // numbered in the order of the cards
	Message    uint32 // likewise; the cards of a message have one advertiser
	Silent     bool   // the archive never publishes some kinds of criteria
	Mute       bool   // the archive published no text: such messages are listed last
}

// Choice is a fact that boxes name, with the number of ads that do.
type Choice struct {
	Fact audience.Fact
	Ads  uint32
}

// Data is all that answers rest on.
type Data struct {
	Boxes   *reach.Boxes // of each card its audience, labels folded
	Cards   []Card       // in the order in which they are to be listed
	Ground  *Ground      // how the places of the boxes stand to one another
	Choices []Choice     // every age and the most used other facts, most used first
}

// Profile is what a reader says.
type Profile struct {
	Person audience.Person

	// Lo and Hi bound the age of a reader who gives only a bracket, both inside;
	// Hi is 0 if there is none. Then the person's own age is not looked at.
	Lo, Hi uint8
}

// ReadProfile reads a conjunction of facts, such as age 34..34 and gender female
// and place lives "DE/Bayern" and interest "yoga", labels folded; the rest is as
// for NewProfile.
func ReadProfile(facts string, lo, hi int, complete bool) (Profile, error) {
	var p audience.Person
	if facts != "" {
		e, err := audience.Parse(facts)
		if err != nil {
			return Profile{}, fmt.Errorf("reading what the reader says: %w", err)
		}
		if p, err = audience.PersonOf(e); err != nil {
			return Profile{}, err
		}
	}
	return NewProfile(p, lo, hi, complete)
}

// NewProfile is a person whose age lies between lo and hi, both inside, in whole
// years; 0 and 0 leave the person's age as it is. Complete says that every label
// that holds is said ("that is all").
func NewProfile(person audience.Person, lo, hi int, complete bool) (Profile, error) {
	p := Profile{Person: person}
	if hi != 0 || lo != 0 {
		if lo < 1 || hi < lo || hi >= audience.OpenAge {
			return p, sentence.Fail("{lo} to {hi} is no bracket of ages: write the younger one first, 1 to {most}", "lo", lo, "hi", hi, "most", audience.OpenAge-1)
		}
		p.Person.Age = uint8(lo)
		if lo < hi {
			p.Lo, p.Hi, p.Person.Age = uint8(lo), uint8(hi), 0
		}
	}
	if complete {
		p.Person.Complete = labelled
	}
	return p, nil
}

// labelled are the kinds of which "that is all" speaks.
var labelled = func() (s audience.KindSet) {
	for _, k := range audience.AllKinds() {
		if k.Labelled() {
			s |= audience.KindsOf(k)
		}
	}
	return s
}()

// Count is how many ads, and how many messages they are.
type Count struct {
	Ads      uint32 `json:"ads"`
	Messages uint32 `json:"messages"`
}

// Answers are the three sets of one reader. A message that reaches the reader
// with one box and not with another counts in both.
type Answers struct {
	Profile
	Yes     Count `json:"yes"`
	Unknown Count `json:"unknown"`
	No      Count `json:"no"`

	// Silent counts the ads of Yes from archives that keep kinds of criteria
	// to themselves: they match everything that was published, no more is known.
	Silent uint32 `json:"yes_as_published"`

	of    []audience.Answer // by card
	order [3][2]*turns      // by answer, with a text and without; nil if not yet asked for
}

// Of is the answer for a card.
func (a *Answers) Of(card uint32) audience.Answer { return a.of[card] }

// Box asks a Data on behalf of readers. It is for one goroutine at a time.
type Box struct {
	Data
	Places audience.Places // how places stand to one another; New sets the Ground of the data
	index  *reach.Index
	result reach.Result
	ids    []uint32
	ages   []uint8 // where an answer may change with the age, ascending

	messages    int
	advertisers int
	first       []uint32 // by message: a stamp, to count each once
	slot        []uint32 // by message with the latest stamp: its place in a list
	stamp       uint32
	trial       []audience.Answer
	placeWords  map[string]bool // of names of places, folded; made when first asked
	total       Count
}

// New indexes the data.
func New(d *Data) *Box {
	b := &Box{Data: *d, index: reach.NewIndex(d.Boxes)}
	if b.Ground == nil {
		b.Ground = NewGround(nil)
	}
	b.Places = b.Ground
	b.result.Workers = 1
	for _, c := range d.Cards {
		b.messages = max(b.messages, int(c.Message)+1)
		b.advertisers = max(b.advertisers, int(c.Advertiser)+1)
		b.total.Ads += c.Ads
	}
	b.total.Messages = uint32(b.messages)
	b.first, b.slot = make([]uint32, b.messages), make([]uint32, b.messages)
	seen := [256]bool{}
	for _, c := range d.Choices {
		if c.Fact.Kind == audience.Age && !c.Fact.AgeUnknown {
			seen[c.Fact.Lo] = true
			if c.Fact.Hi < audience.OpenAge {
				seen[c.Fact.Hi+1] = true
			}
		}
	}
	for age, is := range seen {
		if is && age > 0 {
			b.ages = append(b.ages, uint8(age))
		}
	}
	return b
}

// World is how places stand to one another, for audience.Eval.
func (b *Box) World() audience.World { return audience.World{Places: b.Places} }

// Ask gives the three answers. They are valid for as long as they are kept.
func (b *Box) Ask(p Profile) *Answers {
	a := &Answers{Profile: p, of: make([]audience.Answer, len(b.Cards))}
	b.answer(&p, a.of)
	counts := [3]*Count{&a.No, &a.Unknown, &a.Yes}
	for i := range b.Cards {
		c, x := &b.Cards[i], a.of[i]
		counts[x].Ads += c.Ads
		if x == audience.Yes && c.Silent {
			a.Silent += c.Ads
		}
	}
	for x, n := range counts {
		b.stamp++
		for i := range b.Cards {
			if m := b.Cards[i].Message; a.of[i] == audience.Answer(x) && b.first[m] != b.stamp {
				b.first[m] = b.stamp
				n.Messages++
			}
		}
	}
	return a
}

// answer fills in the answer of every card. With a bracket of ages that is the
// answer at all ages, unknown where they differ (audience.EvalAges).
func (b *Box) answer(p *Profile, of []audience.Answer) {
	if p.Hi == 0 {
		b.match(&p.Person, of)
		return
	}
	q := p.Person
	q.Age = p.Lo
	b.match(&q, of)
	if len(b.trial) < len(of) {
		b.trial = make([]audience.Answer, len(of))
	}
	for _, age := range b.ages {
		if age <= p.Lo || age > p.Hi {
			continue
		}
		q.Age = age
		b.match(&q, b.trial)
		for i, x := range b.trial[:len(of)] {
			if x != of[i] {
				of[i] = audience.Unknown
			}
		}
	}
}

// match asks the index.
func (b *Box) match(p *audience.Person, of []audience.Answer) {
	b.index.Match(p, b.World(), &b.result)
	clear(of)
	b.ids = b.result.Unknown.Append(b.ids[:0])
	for _, i := range b.ids {
		of[i] = audience.Unknown
	}
	b.ids = b.result.Yes.Append(b.ids[:0])
	for _, i := range b.ids {
		of[i] = audience.Yes
	}
}

// eval is the slow twin: one card, by the meaning of its box.
func (b *Box) eval(e *audience.Expr, p *Profile) audience.Answer {
	if p.Hi == 0 {
		return audience.Eval(e, &p.Person, b.World())
	}
	return audience.EvalAges(e, &p.Person, p.Lo, p.Hi, b.World())
}

// Total is how many ads there are.
func (b *Box) Total() Count { return b.total }
