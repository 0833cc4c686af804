package audience

import "testing"

// sketch puts an audience together as a caller with a compact form of it does.
func sketch(m *Meeting, e *Expr, negated bool) Sketch {
	switch e.Op {
	case Is:
		return m.Fact(&e.Fact, negated)
	case Not:
		return sketch(m, e.Args[0], !negated)
	}
	j := m.Joint(under(e.Op, negated))
	for i := 0; i < len(e.Args); i++ {
		s, times := sketch(m, e.Args[i], negated), 1
		for ; i+1 < len(e.Args) && sketch(m, e.Args[i+1], negated) == s; i++ {
			times++
		}
		j.AddAll(&s, times)
	}
	return j.Sketch()
}

// TestMeetingIsOverlap: asked against many, audiences get the verdict that they
// get one by one, whatever their form.
func TestMeetingIsOverlap(t *testing.T) {
	n, disjoint := 3000, 0
	roll(t, 20, func(t *testing.T, d dice) {
		b := d.expr(3)
		for _, w := range []World{{}, {Places: town{}}} {
			m, ok := NewMeeting(b, w)
			if !ok {
				t.Fatalf("%s is not prepared", b)
			}
			for range n / 20 {
				a := d.expr(4)
				want, why := Overlap(a, b, w)
				s := sketch(m, a, false)
				if got := m.Verdict(&s); got != want {
					t.Errorf("%s\nmeets %s: disjoint %v, want %v (%v)", a, b, got == Disjoint, want == Disjoint, why)
					return
				}
				if want == Disjoint {
					disjoint++
				}
			}
		}
	})
	t.Logf("%d of %d disjoint", disjoint, 2*n)
	if disjoint < n/20 || disjoint > 2*n-n/20 {
		t.Errorf("%d of %d pairs are disjoint: too few of one sort to tell", disjoint, 2*n)
	}
}

// TestMeetingOfMuch: lists so long that Overlap gives up prove nothing here
// either, and an audience of too many conditions is not prepared.
func TestMeetingOfMuch(t *testing.T) {
	many := func(country string, n int) *Expr {
		var all []*Expr
		for i := range n {
			all = append(all, Label(Place, country+"/city:"+string(rune('a'+i%26))+string(rune('a'+i/26%26))+string(rune('a'+i/676))))
		}
		return Or(all...)
	}
	for _, n := range []int{999, 1001} {
		a, b := many("DE", 1000), many("FR", n)
		m, ok := NewMeeting(b, World{})
		if !ok {
			t.Fatal("one group is not prepared")
		}
		want, _ := Overlap(a, b, World{})
		s := sketch(m, a, false)
		if got := m.Verdict(&s); got != want || (want == Disjoint) != (n < 1000) {
			t.Errorf("1000 places and %d: disjoint %v, want %v", n, got == Disjoint, want == Disjoint)
		}
	}
	var all []*Expr
	for i := range mostGroups + 1 {
		all = append(all, Label(Interest, string(rune('a'+i))))
	}
	if _, ok := NewMeeting(And(all...), World{}); ok {
		t.Error("65 conditions are prepared")
	}
	if _, ok := NewMeeting(And(all[1:]...), World{}); !ok {
		t.Error("64 conditions are not prepared")
	}
}
