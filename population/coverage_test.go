package population

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/contrechamp/contrechamp/audience"
)

// TestCoverageHoldsTheTruth asks every person of a random population whether the
// boxes hold it, and compares with the cell that the person is in.
func TestCoverageHoldsTheTruth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		boxes := make([]Box, rapid.IntRange(1, 4).Draw(t, "boxes"))
		var facts []*audience.Fact
		for i := range boxes {
			boxes[i] = Box{audience.And(audience.Of(audience.Fact{Kind: audience.Place, Label: "XV"}), drawExpr(t, 2)), rapid.IntRange(1, 3).Draw(t, "ads")}
			facts = append(facts, leafFacts(boxes[i].Audience)...)
		}
		people, files := drawPeople(t, facts)
		table, err := New(files...)
		if err != nil {
			t.Fatal(err)
		}
		cover := table.Coverage(boxes)
		var counted int64
		for _, c := range cover.Cells {
			counted += c.People
			if c.Sure > c.May || c.May > cover.Boxes {
				t.Fatalf("cell %+v of %d boxes", c, cover.Boxes)
			}
		}
		var there int64
		for _, p := range people {
			if p.home[:2] != "XV" {
				continue
			}
			there++
			n := 0
			for _, b := range boxes {
				if p.in(b.Audience) {
					n += b.Ads
				}
			}
			for _, c := range cover.Cells {
				if c.Region != p.home || c.Sex != p.sex || p.age < c.AgeLo || p.age > c.AgeHi || len(c.Facts) > 0 && c.Facts[0].Value != p.tongue {
					continue
				}
				if n < c.Sure || n > c.May {
					t.Fatalf("%d ads hold a person of %+v; boxes %v", n, c, boxes)
				}
			}
		}
		if counted != there {
			t.Fatalf("%d people in cells, %d there are", counted, there)
		}
		for _, bySex := range []bool{false, true} {
			var sum int64
			for _, g := range cover.By(Level(1), []uint8{0, 18, 65}, bySex) {
				if g.Unreached+g.Possibly+g.Surely != g.People || g.Sure > g.May || g.May > float64(g.Most) {
					t.Fatalf("group %+v", g)
				}
				sure, may := 0.0, 0.0
				for _, c := range cover.Cells {
					if Level(1)(c.Region) == g.Region && g.AgeLo <= c.AgeLo && c.AgeLo <= g.AgeHi && (!bySex || c.Sex == g.Sex) {
						sure, may = sure+float64(c.Sure)*float64(c.People), may+float64(c.May)*float64(c.People)
					}
				}
				if math.Abs(g.Sure*float64(g.People)-sure) > 1e-6 || math.Abs(g.May*float64(g.People)-may) > 1e-6 {
					t.Fatalf("group %+v: its people have %v ads for certain and may have %v", g, sure, may)
				}
				sum += g.People
			}
			if sum != counted {
				t.Fatalf("groups hold %d people of %d", sum, counted)
			}
		}
	})
}
