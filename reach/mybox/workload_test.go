package mybox

import (
	"cmp"

	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/reach"
	"github.com/contrechamp/contrechamp/reach/internal/workload"
)

// sample is a Data of invented ads: each card an audience of the workload, some
// messages on several cards, many advertisers with few and few with many.
func sample(n int, seed uint64) (*Data, *workload.World, *workload.Leaves) {
	w, l := workload.New(42), workload.NewLeaves()
	r := rand.New(rand.NewPCG(seed, 9))
	d := &Data{Boxes: reach.NewBoxes()}
	places := map[string]bool{}
	var rows []Place
	var place func(path string)
	place = func(path string) {
		if places[path] || path == "" {
			return
		}
		places[path] = true
		i := strings.LastIndexByte(path, '/')
		up := path[:max(i, 0)]
		rows = append(rows, Place{Path: path, Up: up, Name: path[i+1:]})
		place(up)
	}
	uses := map[audience.Fact]uint32{}
	type message struct{ number, advertiser uint32 }
	var messages []message
	numbers := map[uint32]uint32{}
	w.EachAd(seed, n, workload.Broad, func(a workload.Ad) {
		e := l.Audience(&a)
		d.Boxes.Add(e)
		for f := range e.Facts() {
			if f.Kind == audience.Place {
				place(f.Label)
			}
			if Knowable(&f) {
				uses[f]++
			}
		}
		var m message
		if len(messages) > 0 && r.IntN(4) == 0 {
			m = messages[len(messages)-1-r.IntN(min(len(messages), 20))]
		} else {
			who := uint32(r.ExpFloat64() * 300)
			if _, ok := numbers[who]; !ok {
				numbers[who] = uint32(len(numbers))
			}
			m = message{uint32(len(messages)), numbers[who]}
			messages = append(messages, m)
		}
		d.Cards = append(d.Cards, Card{Ads: 1 + uint32(r.IntN(3)), Advertiser: m.advertiser, Message: m.number, Silent: r.IntN(5) == 0, Mute: m.number%7 == 3})
	})
	for f, ads := range uses {
		d.Choices = append(d.Choices, Choice{f, ads})
	}
	slices.SortFunc(d.Choices, func(a, b Choice) int {
		return cmp.Or(cmp.Compare(b.Ads, a.Ads), cmp.Compare(a.Fact.String(), b.Fact.String()))
	})
	d.Ground = NewGround(rows)
	return d, w, l
}

// readers are persons of the workload, known and partly known, and brackets.
func readers(t testing.TB, w *workload.World, l *workload.Leaves, seed uint64, n int) []Profile {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 4))
	out := []Profile{{}}
	for _, p := range w.Profiles(seed, n) {
		lo := 14 + r.IntN(50)
		bracket, err := NewProfile(l.Partly(&p), lo, lo+1+r.IntN(15), r.IntN(2) == 0)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, Profile{Person: l.Known(&p)}, Profile{Person: l.Partly(&p)}, bracket)
	}
	return out
}

func roll(t testing.TB) uint64 {
	seed := rand.Uint64() >> 1
	t.Logf("seed %d", seed)
	return seed
}

// TestAnswersAreTheMeaningOfTheBoxes: the sets agree with audience.Eval on every
// card, the counts with the sets, before and after the file.
func TestAnswersAreTheMeaningOfTheBoxes(t *testing.T) {
	seed := roll(t)
	d, w, l := sample(1500, seed)
	b, back := New(d), New(throughFile(t, d))
	for _, p := range readers(t, w, l, seed, 8) {
		a, again := b.Ask(p), back.Ask(p)
		if !slices.Equal(a.of, again.of) || a.Yes != again.Yes || a.Unknown != again.Unknown || a.No != again.No || a.Silent != again.Silent {
			t.Fatalf("%+v: other answers after the file", p)
		}
		var ads [3]uint32
		for i := range d.Cards {
			want := b.eval(d.Boxes.Audience(uint32(i)), &p)
			if a.of[i] != want {
				t.Fatalf("%+v: card %d %s: %s, not %s", p, i, d.Boxes.Audience(uint32(i)), a.of[i], want)
			}
			ads[want] += d.Cards[i].Ads
		}
		if a.No.Ads != ads[0] || a.Unknown.Ads != ads[1] || a.Yes.Ads != ads[2] || b.Total().Ads != ads[0]+ads[1]+ads[2] {
			t.Errorf("counts %v %v %v of sets %v", a.No, a.Unknown, a.Yes, ads)
		}
	}
}

// TestListsHoldEveryMessageOnce: a list, taken page by page, is the messages with
// an answer, each once, with all its ads, the first turn in order of weight.
func TestListsHoldEveryMessageOnce(t *testing.T) {
	seed := roll(t)
	d, w, l := sample(800, seed)
	b := New(d)
	for _, p := range readers(t, w, l, seed, 3) {
		a := b.Ask(p)
		for want, count := range []Count{a.No, a.Unknown, a.Yes} {
			seen := map[uint32]bool{}
			weight := map[uint32]uint32{}
			for i, c := range d.Cards {
				if a.of[i] == audience.Answer(want) && !c.Mute {
					weight[c.Advertiser] += c.Ads
				}
			}
			var n Count
			last, turn, mute := uint32(1<<31), true, false
			for {
				items := b.List(a, audience.Answer(want), int(n.Messages), 37)
				if len(items) == 0 {
					break
				}
				for _, i := range items {
					c := d.Cards[i.Card]
					if a.of[i.Card] != audience.Answer(want) || seen[c.Message] {
						t.Fatalf("card %d of message %d does not belong, or comes twice", i.Card, c.Message)
					}
					seen[c.Message] = true
					if mute && !c.Mute {
						t.Fatal("a message with a text stands behind one without")
					}
					mute = c.Mute
					if turn = turn && weight[c.Advertiser] <= last && int(n.Messages) < len(weight); turn {
						last = weight[c.Advertiser]
					}
					n.Ads += i.Ads
					n.Messages++
					if int(n.Messages) == len(weight) && !turn {
						t.Error("the first turn is not in order of weight")
					}
				}
			}
			if n != count {
				t.Errorf("%s: %v in the list, %v counted", audience.Answer(want), n, count)
			}
		}
	}
}

// TestWhatIfIsAskingAgain: what a change wins and loses is the difference of two
// answers, and each flip of a card turns it.
func TestWhatIfIsAskingAgain(t *testing.T) {
	seed := roll(t)
	d, w, l := sample(500, seed)
	b := New(d)
	tried := 0
	for _, p := range readers(t, w, l, seed, 4) {
		a := b.Ask(p)
		for _, f := range b.Changes(&p) {
			tried++
			e := b.Try(a, f)
			changed := b.Ask(Apply(p, f))
			var won, lost uint32
			for i := range d.Cards {
				was, is := a.of[i] == audience.Yes, changed.of[i] == audience.Yes
				if is && !was {
					won += d.Cards[i].Ads
				}
				if was && !is {
					lost += d.Cards[i].Ads
				}
			}
			if e.Won != won || e.Lost != lost {
				t.Errorf("%s: won %d and lost %d, not %d and %d", f, e.Won, e.Lost, won, lost)
			}
		}
		if p.Hi == 0 {
			for card := range uint32(60) {
				for _, f := range b.Flips(a, card) {
					if q := Apply(p, f); b.eval(d.Boxes.Audience(card), &q) == a.of[card] {
						t.Errorf("card %d: %s turns nothing", card, f)
					}
				}
			}
		}
	}
	if tried < 50 {
		t.Errorf("only %d changes were tried", tried)
	}
}

// TestReasonsHoldTheAnswer: the facts that a no rests on are enough for a no, and
// the unknown ads are counted once, as hidden or open.
func TestReasonsHoldTheAnswer(t *testing.T) {
	seed := roll(t)
	d, w, l := sample(600, seed)
	b := New(d)
	for _, p := range readers(t, w, l, seed, 3) {
		a := b.Ask(p)
		var r Reasons
		for !r.Done {
			b.Reason(a, &r, 7)
		}
		if r.Hidden+r.Open != a.Unknown.Ads {
			t.Errorf("%d and %d reasons for %d unknown ads", r.Hidden, r.Open, a.Unknown.Ads)
		}
		for i := range d.Cards {
			why := b.Why(a, uint32(i))
			switch a.of[i] {
			case audience.Unknown:
				if len(why.On)+len(why.In)+len(why.Out)+len(why.Rest) == 0 {
					t.Errorf("card %d is unknown for no reason", i)
				}
				for _, f := range why.On {
					if f.Kind == audience.Age && p.Hi != 0 && (f.Lo <= p.Lo && p.Hi <= f.Hi || f.Hi < p.Lo || p.Hi < f.Lo) {
						t.Errorf("card %d hangs on %s, which is decided from %d to %d", i, f, p.Lo, p.Hi)
					}
				}
			case audience.No:
				var parts []*audience.Expr
				for _, g := range why.In {
					parts = append(parts, anyOf(g))
				}
				for _, f := range why.Out {
					parts = append(parts, audience.Except(audience.Of(f)))
				}
				e := audience.And(append(parts, why.Rest...)...)
				if b.eval(e, &p) != audience.No {
					t.Errorf("card %d: %s is no reason for a no", i, e)
				}
			}
		}
	}
}

// TestOthersAreToldByMessage: against a count message by message.
func TestOthersAreToldByMessage(t *testing.T) {
	seed := roll(t)
	d, w, l := sample(600, seed)
	b := New(d)
	for _, p := range readers(t, w, l, seed, 3) {
		a := b.Ask(p)
		type key struct{ advertiser, message uint32 }
		best := map[key]audience.Answer{}
		for i, c := range d.Cards {
			k := key{c.Advertiser, c.Message}
			best[k] = max(best[k], a.of[i])
		}
		want := map[uint32][3]uint32{}
		for k, x := range best {
			n := want[k.advertiser]
			n[x]++
			want[k.advertiser] = n
		}
		told := b.Others(a)
		if len(told) != len(want) {
			t.Fatalf("%d advertisers, not %d", len(told), len(want))
		}
		for _, x := range told {
			if got := [3]uint32{x.Others, x.Unknown, x.You}; got != want[x.Advertiser] {
				t.Errorf("advertiser %d: %v, not %v", x.Advertiser, got, want[x.Advertiser])
			}
			you, others := b.Sides(a, x.Advertiser, 1000)
			if len(you) != int(x.You) || len(others) != int(x.Others) {
				t.Errorf("advertiser %d: sides of %d and %d messages, not %d and %d", x.Advertiser, len(you), len(others), x.You, x.Others)
			}
		}
	}
}

func TestReadProfile(t *testing.T) {
	p, err := ReadProfile(`age 34..34 and place lives "DE/Bayern" and not interest "yoga"`, 0, 0, true)
	if err != nil || p.Person.Age != 34 || p.Person.Lives != "DE/Bayern" || p.Person.Said[audience.Fact{Kind: audience.Interest, Label: "yoga"}] || !p.Person.Complete.Has(audience.Job) || p.Person.Complete.Has(audience.List) {
		t.Errorf("%+v, %v", p, err)
	}
	if p, err = ReadProfile("", 25, 34, false); err != nil || p.Lo != 25 || p.Hi != 34 {
		t.Errorf("%+v, %v", p, err)
	}
	for _, x := range []struct {
		facts  string
		lo, hi int
	}{{"age 18..24", 0, 0}, {"", 34, 25}, {"", 0, 20}, {"", 20, 255}, {"gender", 0, 0}, {`interest "a" or interest "b"`, 0, 0}} {
		if p, err := ReadProfile(x.facts, x.lo, x.hi, false); err == nil {
			t.Errorf("%q %d to %d is taken as %+v", x.facts, x.lo, x.hi, p)
		}
	}
}

func TestContrasting(t *testing.T) {
	you := []string{"Le péage urbain financera vos trams. Le 7 juin, votez pour nous.", "Un loyer plafonné dès septembre. Le 7 juin, votez pour nous."}
	others := []string{"Le prix du pain se décide aussi ici. Le 7 juin, votez pour nous.", "Aucun péage urbain, nulle part. Le 7 juin, votez pour nous."}
	c, ok := Contrasting(you, others, nil)
	if !ok || c.You != 0 || c.Others != 1 {
		t.Fatalf("%+v, %v", c, ok)
	}
	var marked []string
	for _, side := range [][]Word{c.Left, c.Right} {
		for _, w := range side {
			if w.Differs {
				marked = append(marked, w.Text)
			}
		}
	}
	if got := strings.Join(marked, " "); got != "Le financera vos trams. Aucun urbain, nulle part." && got != "Le financera vos trams. Aucun nulle part." {
		t.Errorf("marked %q", got)
	}
	if c, ok := Contrasting([]string{"Pommes, poires, prunes"}, []string{"Trains, trams, vélos"}, nil); ok {
		t.Errorf("nothing in common, and yet %+v", c)
	}
	if c, ok := Contrasting([]string{"Trains, trams, vélos"}, []string{"trains trams vélos!"}, nil); ok {
		t.Errorf("the same, and yet %+v", c)
	}
}

// TestContrastingDullWords: two texts that differ only in the town they name are
// no contrast, and the ends of texts that were cut are not marked.
func TestContrastingDullWords(t *testing.T) {
	b := New(&Data{Boxes: reach.NewBoxes(), Ground: NewGround([]Place{{Path: "XV/Saint-Aubrin", Name: "saint aubrin"}, {Path: "XV/Les Salines", Name: "les salines"}})})
	you := []string{"Le prix du pain se décide aussi à Saint-Aubrin. Venez mardi.", "Le péage urbain financera vos trams. Votez Fleuve."}
	others := []string{"Le prix du pain se décide aussi aux Salines. Venez mardi.", "Aucun péage urbain, nulle part. Votez Fleuve."}
	c, ok := b.Contrasting(you, others)
	if !ok || c.You != 1 || c.Others != 1 {
		t.Errorf("%+v, %v", c, ok)
	}
	left, right := differing("Nous voulons la paix. Es is…", "Nous voulons le calme. Es ist Zeit für…")
	var marked []string
	for _, w := range append(left, right...) {
		if w.Differs {
			marked = append(marked, w.Text)
		}
	}
	if got := strings.Join(marked, " "); got != "la paix. le calme." {
		t.Errorf("marked %q", got)
	}
}

func BenchmarkAsk(b *testing.B) {
	d, w, l := sample(100_000, 42)
	box := New(d)
	ps := readers(b, w, l, 42, 20)
	for _, kind := range []string{"partly known", "bracket"} {
		b.Run(kind, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				p := ps[1+i%(len(ps)-1)]
				for (p.Hi != 0) != (kind == "bracket") {
					i++
					p = ps[1+i%(len(ps)-1)]
				}
				box.Summarise(p, 6)
			}
		})
	}
}
