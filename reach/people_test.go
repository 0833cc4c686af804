package reach

import (
	"testing"

	"github.com/contrechamp/contrechamp/audience"
)

// population draws people, and the same as persons by the number of each.
func (d dice) population(t testing.TB, n int, w audience.World) (*People, []audience.Person) {
	kinds := audience.KindsOf(audience.Interest, audience.Likes)
	b := NewPeople(w, kinds)
	persons := make([]audience.Person, n)
	for i := range persons {
		p := audience.Person{
			Age:       pick[uint8](d, 1, 12, 17, 18, 24, 27, 40, 44, 45, 70, 255),
			Gender:    pick(d, "female", "male", "other"),
			Languages: []string{pick(d, "en", "en-GB", "EN-us", "de", "fr-CH")},
			Lives:     pick(d, append(paths, "DE/Bayern/München/hood:Au", "DE/Hessen/Fulda/hood:X", "AT/Linz")...),
			Said:      map[audience.Fact]bool{},
			Complete:  kinds,
		}
		if p.Lives == "" {
			p.Lives = "FR/Bretagne/Brest"
		}
		m := Member{Age: p.Age, Gender: p.Gender, Home: p.Lives, Language: p.Languages[0]}
		for range d.IntN(8) {
			f := audience.Fact{Kind: pick(d, audience.Interest, audience.Likes), Label: string(rune('a' + d.IntN(12)))}
			if p.Said[f] {
				continue
			}
			p.Said[f] = true
			key, err := b.Label(f)
			if err != nil {
				t.Fatal(err)
			}
			m.Labels = append(m.Labels, key)
		}
		persons[i] = p
		if err := b.Add(m); err != nil {
			t.Fatal(err)
		}
	}
	return b.Build(), persons
}

func TestCount(t *testing.T) {
	d := roll(t)
	for _, n := range []int{0, 1, 63, 700, 5000} {
		w := d.world()
		people, persons := d.population(t, n, w)
		for range 150 {
			e := d.box()
			var count [3]int
			for i := range persons {
				count[audience.Eval(e, &persons[i], w)]++
			}
			surely, possibly := people.Count(e)
			if want := count[audience.Yes]; surely != want {
				t.Fatalf("of %d persons %s surely holds %d, want %d", n, e, surely, want)
			}
			if want := count[audience.Yes] + count[audience.Unknown]; possibly != want {
				t.Fatalf("of %d persons %s possibly holds %d, want %d", n, e, possibly, want)
			}
		}
	}
}

func TestCountBeyondABlock(t *testing.T) {
	d := roll(t)
	n := 66_000
	if full() {
		n = 300_000
	}
	people, persons := d.population(t, n, audience.World{})
	for range 8 {
		e := d.box()
		want := 0
		for i := range persons {
			if audience.Eval(e, &persons[i], audience.World{}) == audience.Yes {
				want++
			}
		}
		if got, _ := people.Count(e); got != want {
			t.Fatalf("%s surely holds %d, want %d", e, got, want)
		}
	}
}

func TestJoin(t *testing.T) {
	d := roll(t)
	for _, size := range [][2]int{{1, 1}, {300, 2000}, {12, 66_000}} {
		w := d.world()
		people, persons := d.population(t, size[1], w)
		b := NewBoxes()
		boxes := make([]*audience.Expr, size[0])
		for i := range boxes {
			boxes[i] = d.box()
			if i > 0 && i%7 == 0 {
				boxes[i] = boxes[i-1] // the same box again
			}
			b.Add(boxes[i])
		}
		reached, ads := Join(b, people)
		perAd, perPerson := make([]uint32, len(boxes)), make([]uint32, len(persons))
		for ad, e := range boxes {
			for i := range persons {
				if audience.Eval(e, &persons[i], w) == audience.Yes {
					perAd[ad]++
					perPerson[i]++
				}
			}
		}
		for ad, want := range perAd {
			if reached[ad] != want {
				t.Fatalf("%s reaches %d of %d persons, want %d", boxes[ad], reached[ad], len(persons), want)
			}
		}
		for i, want := range perPerson {
			if ads[i] != want {
				t.Fatalf("%d ads reach person %d, want %d", ads[i], i, want)
			}
		}
	}
}

func TestPeopleRefuse(t *testing.T) {
	b := NewPeople(audience.World{}, audience.KindsOf(audience.Interest))
	good := Member{Age: 30, Gender: "female", Home: "DE", Language: "de"}
	for _, change := range []func(*Member){
		func(m *Member) { m.Age = 0 },
		func(m *Member) { m.Gender = "unknown" },
		func(m *Member) { m.Home = "" },
		func(m *Member) { m.Language = "" },
		func(m *Member) { m.Labels = []uint32{0} },
	} {
		m := good
		change(&m)
		if b.Add(m) == nil {
			t.Errorf("%+v was taken", m)
		}
	}
	if _, err := b.Label(audience.Fact{Kind: audience.Likes, Label: "x"}); err == nil {
		t.Error("a label of a kind that is not known was numbered")
	}
	if err := b.Add(good); err != nil {
		t.Error(err)
	}
}
