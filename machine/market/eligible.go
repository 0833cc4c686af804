package market

import (
	"cmp"
	"math"
	mathbits "math/bits"
	"slices"

	"github.com/contrechamp/contrechamp/draw"
	"github.com/contrechamp/contrechamp/machine/electorate"
	"github.com/contrechamp/contrechamp/machine/message"
	"github.com/contrechamp/contrechamp/reach"
)

// candidatesEach is how many ads of one advertiser may compete for a place: its
// best in this person's boxes. Own ads bid against each other.
const candidatesEach = 3

// Sale is a market, its customers and the people whom it serves.
type Sale struct {
	Market
	e       *electorate.Electorate
	people  *reach.People
	ads     []Ad // those of an advertiser side by side, the best first
	place   []int
	boxes   *reach.Boxes
	words   int // of the set of ads of a person
	runs    []stretch
	running [phases][]uint64   // ads that run in a phase
	same    [phases]bool       // the same ads run as in the phase before
	rates   [256]float64       // estimated action rates, by utility
	keys    [][phases]draw.Key // by ad
	thins   [][phases]draw.Key

	Threads int         // 0: as many as processors
	Ended   func() bool // nil, or says that what is left of the work is not wanted any more
}

// stretch is the ads of an advertiser: from one to before the other.
type stretch struct{ from, to int }

const phases = 5

// NewSale opens a market. Ads keep their numbers. People are those of the
// electorate.
func NewSale(m Market, e *electorate.Electorate, people *reach.People, ads []Ad, seed uint64) (*Sale, error) {
	if err := check(ads); err != nil {
		return nil, err
	}
	s := &Sale{Market: m, e: e, people: people, place: make([]int, len(ads)), boxes: reach.NewBoxes(), words: (len(ads) + 63) / 64}
	for i := range ads {
		s.place[i] = i
	}
	slices.SortStableFunc(s.place, func(a, b int) int {
		x, y := &ads[a], &ads[b]
		return cmp.Or(cmp.Compare(x.Advertiser, y.Advertiser), cmp.Compare(float64(y.Bid*y.Quality), float64(x.Bid*x.Quality)), cmp.Compare(x.ID, y.ID))
	})
	for p := range s.running {
		s.running[p] = make([]uint64, s.words)
	}
	for at, i := range s.place {
		a := ads[i]
		s.ads = append(s.ads, a)
		s.boxes.Add(a.Box)
		if at == 0 || s.ads[at-1].Advertiser != a.Advertiser {
			s.runs = append(s.runs, stretch{at, at})
		}
		s.runs[len(s.runs)-1].to = at + 1
		k, t := draw.For(seed, "market/shown/"+a.ID), draw.For(seed, "market/thin/"+a.ID)
		var ks, ts [phases]draw.Key
		for p := range phases {
			ks[p], ts[p] = k.Sub(uint64(p)), t.Sub(uint64(p))
			if a.Phases>>p&1 == 1 {
				s.running[p][at/64] |= 1 << (at % 64)
			}
		}
		s.keys, s.thins = append(s.keys, ks), append(s.thins, ts)
	}
	for u := range s.rates {
		s.rates[u] = draw.Exp(float64(m.Kappa * float64(int8(u)) / 16))
	}
	for p := 1; p < phases; p++ {
		s.same[p] = slices.Equal(s.running[p], s.running[p-1])
	}
	return s, nil
}

// each hands out the people of a block, adults who are in some box, with the set
// of ads of each.
func (s *Sale) each(do func(block int, person func(yield func(i int, ads []uint64) bool))) {
	reach.Each(s.boxes, s.people, s.Threads, func(block int, sets [][]uint64) {
		if s.Ended != nil && s.Ended() {
			return
		}
		first := block * reach.BlockPersons
		n := min(s.e.N-first, reach.BlockPersons)
		do(block, func(yield func(i int, ads []uint64) bool) {
			turned := make([][64]uint64, s.words)
			var some [64]uint64
			mine := make([]uint64, s.words)
			for w := 0; w*64 < n; w++ {
				some = [64]uint64{}
				for a := range s.words {
					t := &turned[a]
					any := uint64(0)
					for b := range 64 {
						t[b] = 0
						if ad := a*64 + b; ad < len(sets) && sets[ad] != nil {
							t[b] = sets[ad][w]
							any |= t[b]
						}
					}
					if any != 0 {
						reach.Transpose(t)
					}
					for b := range 64 {
						some[b] |= t[b]
					}
				}
				for b := range min(64, n-w*64) {
					i := first + w*64 + b
					if some[b] == 0 || s.e.Age[i] < electorate.Adult {
						continue
					}
					for a := range mine {
						mine[a] = turned[a][b]
					}
					if !yield(i, mine) {
						return
					}
				}
			}
		})
	})
}

// candidates are the ads of a person that compete in a phase, by ascending value;
// of equal ones the first advertiser's is the lower. It uses the memory of into.
func (s *Sale) candidates(i int, set []uint64, phase int, into []Candidate) []Candidate {
	into = into[:0]
	parties := len(s.e.Model.Parties)
	u := s.e.Utility[parties*i : parties*(i+1)]
	running := s.running[phase]
	for _, r := range s.runs {
		found := 0
		for w := r.from / 64; w <= (r.to-1)/64 && found < candidatesEach; w++ {
			x := set[w] & running[w]
			if w == r.from/64 {
				x &= ^uint64(0) << (r.from % 64)
			}
			if end := r.to - w*64; end < 64 {
				x &= 1<<end - 1
			}
			for ; x != 0 && found < candidatesEach; x &= x - 1 {
				found++
				k := w*64 + mathbits.TrailingZeros64(x)
				a := &s.ads[k]
				rate := a.Quality
				if a.Party >= 0 {
					rate = float64(rate * s.rates[uint8(u[a.Party])])
				}
				c := Candidate{Ad: k, Value: float64(a.Bid * rate), Rate: rate}
				at := len(into)
				into = append(into, c)
				for at > 0 && into[at-1].Value > c.Value {
					into[at] = into[at-1]
					at--
				}
				into[at] = c
			}
		}
	}
	for k := range into {
		into[k].f, into[k].h = s.Floor.At(into[k].Value)
	}
	return into
}

// days are how many each phase has.
func days(phase int) float64 { return float64(message.Phases[phase].Days()) }

// shares are how an ad's budget is spread over the phases in which it runs: by
// their days.
func (a *Ad) shares() (out [phases]float64) {
	all := 0.0
	for p := range phases {
		if a.Phases>>p&1 == 1 {
			out[p] = days(p)
			all += out[p]
		}
	}
	for p := range out {
		if all > 0 {
			out[p] /= all
		}
	}
	return out
}

// Bits of all phases.
const AllPhases = 1<<phases - 1

// perThousand turns euros per thousand into micro-euros for one.
const perThousand = 1000

func micros(x float64) int64 { return int64(math.Floor(x + .5)) }
