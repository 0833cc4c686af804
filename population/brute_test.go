package population

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/place"
)

// The slow twin of Size: a small invented population, person by person, of
// whom everything is known, and the expression asked of each. Whatever the joint
// distribution, the true number lies between Lo and Hi.

type person struct {
	home   string // region, or a country without a table
	zip    int
	age    uint8
	sex    string
	tongue string
	school string
	open   map[audience.Fact]bool // what no table knows
}

var (
	homes   = append(place.Children("XV"), "CA", "CA/Ontario")
	tongues = []string{"fr", "de", "de-AT"}
	schools = []string{"low", "high", ""}
)

// zipPath is one of three postcodes of a home.
func zipPath(home string, n int) string {
	return fmt.Sprintf("%s/zip:%d%d", home[:2], slices.Index(homes, home), n)
}

// true answers a fact as it is.
func (p *person) true(f *audience.Fact) bool {
	resident := func(path string) bool {
		if path == p.home || path == p.home[:2] {
			return true
		}
		return path == zipPath(p.home, p.zip)
	}
	switch f.Kind {
	case audience.Age:
		if !f.AgeUnknown {
			return f.Lo <= p.age && p.age <= f.Hi
		}
	case audience.Gender:
		if f.Label == "female" || f.Label == "male" {
			return f.Label == p.sex
		}
	case audience.Language:
		return tagIn(p.tongue, f.Label)
	case audience.Education:
		if p.school != "" {
			return p.school == f.Label
		}
	case audience.Lookalike:
		if f.In != p.home[:2] {
			return false
		}
	case audience.Place:
		near := f.Label[:2] == p.home[:2]
		switch {
		case f.Where == audience.Recently:
			if !near {
				return false
			}
		case f.Area.Shape == audience.NoArea:
			return resident(f.Label)
		case resident(f.Label) && f.Area.Shape != audience.Near:
			return true
		case !near:
			return false
		}
	}
	return p.open[*f]
}

func (p *person) in(e *audience.Expr) bool {
	switch e.Op {
	case audience.Is:
		return p.true(&e.Fact)
	case audience.Not:
		return !p.in(e.Args[0])
	case audience.All:
		for _, x := range e.Args {
			if !p.in(x) {
				return false
			}
		}
		return true
	}
	for _, x := range e.Args {
		if p.in(x) {
			return true
		}
	}
	return false
}

func drawFact(t *rapid.T) *audience.Expr {
	path := func() string {
		home := rapid.SampledFrom(homes).Draw(t, "home")
		switch rapid.IntRange(0, 3).Draw(t, "size") {
		case 0:
			return home[:2]
		case 1:
			return zipPath(home, rapid.IntRange(0, 2).Draw(t, "zip"))
		}
		return home
	}
	switch rapid.IntRange(0, 11).Draw(t, "fact") {
	case 0, 1, 2:
		return audience.Of(audience.Fact{Kind: audience.Place, Label: path()})
	case 3:
		return audience.Of(audience.Fact{Kind: audience.Place, Label: path(), Where: rapid.SampledFrom([]audience.Qualifier{audience.Lives, audience.Recently}).Draw(t, "where"),
			Area: audience.Area{Shape: rapid.SampledFrom([]audience.Shape{audience.NoArea, audience.Around, audience.Near}).Draw(t, "shape"), Radius: 5}})
	case 4, 5:
		lo := rapid.Uint8Range(0, 95).Draw(t, "lo")
		return audience.Ages(lo, rapid.SampledFrom([]uint8{lo, lo + 4, lo + 20, audience.OpenAge}).Draw(t, "hi"))
	case 6:
		return audience.Of(audience.Fact{Kind: audience.Gender, Label: rapid.SampledFrom([]string{"female", "male", "other", "unknown"}).Draw(t, "gender")})
	case 7:
		return audience.Of(audience.Fact{Kind: audience.Language, Label: rapid.SampledFrom([]string{"fr", "de", "en"}).Draw(t, "language")})
	case 8:
		return audience.Label(audience.Education, rapid.SampledFrom([]string{"low", "high"}).Draw(t, "school"))
	case 9:
		return audience.Label(audience.Interest, rapid.SampledFrom([]string{"a", "b"}).Draw(t, "label"))
	case 10:
		return audience.Of(audience.Fact{Kind: audience.Lookalike, Label: "x", In: rapid.SampledFrom([]string{"XV", "CA", ""}).Draw(t, "in")})
	}
	return audience.Hidden("zip", "3")
}

func drawExpr(t *rapid.T, depth int) *audience.Expr {
	if depth == 0 || rapid.IntRange(0, 2).Draw(t, "leaf") == 0 {
		return drawFact(t)
	}
	var args []*audience.Expr
	for range rapid.IntRange(0, 3).Draw(t, "args") {
		args = append(args, drawExpr(t, depth-1))
	}
	switch rapid.IntRange(0, 4).Draw(t, "op") {
	case 0, 1:
		return &audience.Expr{Op: audience.All, Args: args}
	case 2, 3:
		return &audience.Expr{Op: audience.Any, Args: args}
	}
	return audience.Except(drawExpr(t, depth-1))
}

// drawPeople makes persons, and the files that count those of XV: by region, age
// group, sex and perhaps language; by schooling in a second file.
func drawPeople(t *rapid.T, facts []*audience.Fact) ([]*person, []*File) {
	people := make([]*person, rapid.IntRange(0, 60).Draw(t, "people"))
	for i := range people {
		p := &person{open: map[audience.Fact]bool{},
			home: rapid.SampledFrom(homes).Draw(t, "home"), zip: rapid.IntRange(0, 2).Draw(t, "zip"), age: rapid.Uint8Range(0, 99).Draw(t, "age"),
			sex: rapid.SampledFrom(sexes[:]).Draw(t, "sex"), tongue: rapid.SampledFrom(tongues).Draw(t, "tongue"), school: rapid.SampledFrom(schools).Draw(t, "school")}
		for _, f := range facts {
			p.open[*f] = rapid.Bool().Draw(t, "open")
		}
		people[i] = p
	}
	cuts := []uint8{0}
	for a := rapid.Uint8Range(1, 30).Draw(t, "cut"); a < 90; a += rapid.Uint8Range(1, 30).Draw(t, "cut") {
		cuts = append(cuts, a)
	}
	joint := rapid.Bool().Draw(t, "joint")
	first := &File{Source: Source{Year: 2020}}
	cells := map[string]*Cell{}
	for _, home := range homes[:len(homes)-2] { // every region is counted, with nobody too
		for _, sex := range sexes {
			for i, lo := range cuts {
				hi := uint8(audience.OpenAge)
				if i+1 < len(cuts) {
					hi = cuts[i+1] - 1
				}
				for _, tongue := range tongues {
					c := Cell{Region: home, AgeLo: lo, AgeHi: hi, Sex: sex, Year: 2020}
					if joint {
						c.Facts = []Joint{{audience.Language, tongue}}
					} else if tongue != "fr" {
						continue
					}
					first.Cells = append(first.Cells, c)
				}
			}
		}
	}
	for i := range first.Cells {
		c := &first.Cells[i]
		cells[fmt.Sprint(c.Region, c.AgeLo, c.Sex, c.Facts)] = c
	}
	level := rapid.SampledFrom([]int{2, len("XV/x")}).Draw(t, "level") // schooling of the country, or of the regions
	second := &File{Source: Source{Year: 2020}}
	learned := map[string]*Cell{}
	for _, p := range people {
		if p.home[:2] != "XV" {
			continue
		}
		lo := cuts[0]
		for _, c := range cuts {
			if c <= p.age {
				lo = c
			}
		}
		var facts []Joint
		if joint {
			facts = []Joint{{audience.Language, p.tongue}}
		}
		cells[fmt.Sprint(p.home, lo, p.sex, facts)].Count++
		region := p.home
		if level == 2 {
			region = "XV"
		}
		k := region + p.school
		if learned[k] == nil {
			learned[k] = &Cell{Region: region, AgeHi: audience.OpenAge, Facts: []Joint{{audience.Education, p.school}}, Year: 2020}
		}
		learned[k].Count++
	}
	for _, c := range learned {
		second.Cells = append(second.Cells, *c)
	}
	parts := &File{}
	for _, home := range homes[:len(homes)-2] {
		if rapid.Bool().Draw(t, "related") {
			for z := range 3 {
				parts.Parts = append(parts.Parts, Part{zipPath(home, z), home})
			}
		}
	}
	return people, []*File{first, second, parts}
}

func TestSizeHoldsTheTruth(t *testing.T) {
	known, sharp := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		e := drawExpr(t, 3)
		if rapid.Bool().Draw(t, "anchored") {
			e = audience.And(audience.Of(audience.Fact{Kind: audience.Place, Label: "XV"}), e)
		}
		people, files := drawPeople(t, leafFacts(e))
		table, err := New(files...)
		if err != nil {
			t.Fatal(err)
		}
		s := table.Size(e)
		if !s.Known {
			if len(s.Reasons) == 0 {
				t.Fatalf("%s: no size and no reason", e)
			}
			return
		}
		known++
		var n int64
		for _, p := range people {
			if p.in(e) {
				n++
			}
		}
		if n < s.Lo || n > s.Hi {
			t.Fatalf("%s: %d people, outside %d..%d", e, n, s.Lo, s.Hi)
		}
		if s.HasMid && (s.Mid < float64(s.Lo)-1e-9 || s.Mid > float64(s.Hi)+1e-9) {
			t.Fatalf("%s: estimate %g outside %d..%d", e, s.Mid, s.Lo, s.Hi)
		}
		if s.Lo == s.Hi {
			sharp++
		} else if len(s.Reasons) == 0 {
			t.Fatalf("%s: %d..%d without a reason", e, s.Lo, s.Hi)
		}
		// The steps end at the size, and each is within the one before.
		steps := table.Steps(e)
		last := steps[len(steps)-1].Size
		if last.Lo != s.Lo || last.Hi != s.Hi {
			t.Fatalf("%s: steps end at %d..%d, size is %d..%d", e, last.Lo, last.Hi, s.Lo, s.Hi)
		}
	})
	t.Logf("%d populations had a size, %d of them exact", known, sharp)
}
