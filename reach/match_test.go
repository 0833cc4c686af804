package reach

import (
	"slices"
	"sync"
	"testing"

	"github.com/contrechamp/contrechamp/audience"
)

// sets is the slow twin of Match: audience.Eval, ad by ad.
func sets(ads map[uint32]*audience.Expr, p *audience.Person, w audience.World) (yes, unknown []uint32) {
	for ad, e := range ads {
		switch audience.Eval(e, p, w) {
		case audience.Yes:
			yes = append(yes, ad)
		case audience.Unknown:
			unknown = append(unknown, ad)
		}
	}
	slices.Sort(yes)
	slices.Sort(unknown)
	return yes, unknown
}

// agree holds a result against the twin.
func agree(t *testing.T, ads map[uint32]*audience.Expr, p *audience.Person, w audience.World, r *Result) {
	t.Helper()
	yes, unknown := sets(ads, p, w)
	for _, x := range []struct {
		name string
		got  *Set
		want []uint32
	}{{"yes", &r.Yes, yes}, {"unknown", &r.Unknown, unknown}} {
		got := x.got.Append(nil)
		slices.Sort(got)
		if x.got.Count() != len(got) {
			t.Errorf("%s counts %d ads and lists %d", x.name, x.got.Count(), len(got))
		}
		if slices.Equal(got, x.want) {
			continue
		}
		for _, ad := range got {
			if !slices.Contains(x.want, ad) {
				t.Fatalf("%s has ad %d too much\n%s\nfor %+v", x.name, ad, ads[ad], p)
			}
		}
		for _, ad := range x.want {
			if !slices.Contains(got, ad) {
				t.Fatalf("%s lacks ad %d\n%s\nfor %+v", x.name, ad, ads[ad], p)
			}
		}
		t.Fatalf("%s lists ads twice: %v", x.name, got)
	}
}

// index indexes boxes, and gives them by their numbers.
func index(boxes []*audience.Expr) (*Index, map[uint32]*audience.Expr) {
	b, ads := NewBoxes(), map[uint32]*audience.Expr{}
	for _, e := range boxes {
		ads[b.Add(e)] = e
	}
	return NewIndex(b), ads
}

func TestMatch(t *testing.T) {
	d := roll(t)
	var r Result
	for _, n := range []int{0, 1, 2, 10, 100, 1000, 3000} {
		x, ads := index(d.some(max(n, 1), d.box)[:min(n, 1)])
		if n > 1 {
			boxes := make([]*audience.Expr, n)
			for i := range boxes {
				boxes[i] = d.box()
			}
			x, ads = index(boxes)
		}
		for range 60 {
			p, w := d.person(), d.world()
			x.Match(&p, w, &r)
			agree(t, ads, &p, w, &r)
		}
	}
}

// TestMatchFull is the size that the matcher is published with: 100,000 ads
// and 1,000 persons.
func TestMatchFull(t *testing.T) {
	if !full() {
		t.Skip("set CONTRECHAMP_FULL=1 to compare 100,000 ads and 1,000 persons")
	}
	d := roll(t)
	b := NewBoxes()
	boxes := make([]*audience.Expr, 100_000)
	for i := range boxes {
		boxes[i] = d.box()
		b.Add(boxes[i])
	}
	x := NewIndex(b)
	t.Logf("%d ads, %d different boxes", b.Len(), b.Distinct())
	var r Result
	var answers [3]int
	for range 1000 {
		p, w := d.person(), d.world()
		x.Match(&p, w, &r)
		got := make([]audience.Answer, len(boxes))
		for _, ad := range r.Yes.Append(nil) {
			got[ad] += 2
		}
		for _, ad := range r.Unknown.Append(nil) {
			got[ad]++
		}
		for ad, e := range boxes {
			want := audience.Eval(e, &p, w)
			answers[want]++
			if got[ad] != want {
				t.Fatalf("ad %d is %v, want %v\n%s\nfor %+v", ad, got[ad], want, e, p)
			}
		}
	}
	t.Logf("%d answers agree: %d yes, %d unknown, %d no", 1000*len(boxes), answers[audience.Yes], answers[audience.Unknown], answers[audience.No])
}

func TestBoxesKeepMeaning(t *testing.T) {
	d := roll(t)
	b := NewBoxes()
	for range 3000 {
		e := d.box()
		back := b.Audience(b.Add(e))
		for range 10 {
			p, w := d.person(), d.world()
			if got, want := audience.Eval(back, &p, w), audience.Eval(e, &p, w); got != want {
				t.Fatalf("%s came back as %s: %v, want %v for %+v", e, back, got, want, p)
			}
		}
	}
}

func TestUpdates(t *testing.T) {
	d := roll(t)
	for range 3 {
		start := d.some(800, d.box)
		x, ads := index(start)
		var r Result
		for step := range 1200 {
			switch {
			case d.IntN(8) > 0:
				e := d.box()
				ad := x.Add(e)
				if _, ok := ads[ad]; ok {
					t.Fatalf("number %d is given twice", ad)
				}
				ads[ad] = e
			case len(ads) > 0:
				var out []uint32
				for ad := range ads {
					if out = append(out, ad); len(out) == 5 {
						break
					}
				}
				if n := x.Remove(append(out, out[0], 1<<30)...); n != len(out) {
					t.Fatalf("%d ads removed, want %d", n, len(out))
				}
				for _, ad := range out {
					delete(ads, ad)
				}
				if n := x.Remove(out...); n != 0 {
					t.Fatalf("%d ads removed twice", n)
				}
			}
			if x.Len() != len(ads) {
				t.Fatalf("%d ads, want %d", x.Len(), len(ads))
			}
			if step%100 == 99 {
				p, w := d.person(), d.world()
				x.Match(&p, w, &r)
				agree(t, ads, &p, w, &r)
			}
		}
	}
}

func TestConcurrentMatches(t *testing.T) {
	d := roll(t)
	base := d.some(500, d.box)
	x, ads := index(base)
	p := d.person()
	yes, unknown := sets(ads, &p, audience.World{})
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			var r Result
			for range 200 {
				x.Match(&p, audience.World{}, &r)
				if r.Yes.Count() < len(yes) || r.Unknown.Count() < len(unknown) {
					t.Error("ads went missing")
				}
			}
		})
	}
	var later []uint32
	for range 600 {
		later = append(later, x.Add(d.box()))
	}
	x.Remove(later...)
	wg.Wait()
	var r Result
	x.Match(&p, audience.World{}, &r)
	agree(t, ads, &p, audience.World{}, &r)
}
