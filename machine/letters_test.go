package machine_test

import (
	"testing"

	"github.com/contrechamp/contrechamp/machine"
	"github.com/contrechamp/contrechamp/machine/electorate"
)

// TestLetters: half of 800 euros pay 140 for records and, at half a euro, about 521
// letters, all to those whom the records place in the party's group; who goes to the
// polls is who would by the letter's logit, person by person; nobody else changes
// whether he goes; no money is spent twice.
func TestLetters(t *testing.T) {
	const points = 8.1
	w := world(t, func(s *machine.Settings) {
		s.Letters = machine.Letters{Share: .5, Price: .5, Points: points}
		s.Place = 0 // what ads do to turnout or votes does not touch letters
	})
	quiet, r := run(t, w, "silence", "silence"), run(t, w, "mass", "silence")
	if quiet.Posted != (machine.Posted{}) {
		t.Errorf("who is silent posted %+v", quiet.Posted)
	}
	bought, err := w.Electorate.Buy(w.Bought)
	if err != nil {
		t.Fatal(err)
	}
	e := w.Electorate
	own := e.Model.Parties[0].Ideology()
	var records, mine, would int64
	for i, age := range e.Age {
		if g, known := bought.Of(i); known && age >= electorate.Adult {
			records++
			if g == own {
				mine++
				if !e.Votes(i) && e.VotesAt(i, .04*points) {
					would++
				}
			}
		}
	}
	p := r.Posted
	if p.Records != records*10_000 || p.Letters > 521 || p.Letters < 440 || p.Micros != p.Letters*500_000 {
		t.Errorf("%+v of %d records", p, records)
	}
	if all := int64(40_000) * int64(e.Voters); r.Spent(0)+p.Micros+p.Records > all {
		t.Errorf("%d for ads, %+v of %d", r.Spent(0), p, all)
	}
	if r.Turnout != quiet.Turnout+p.Brought || p.Brought == 0 || r.Home != 0 || r.Moved != 0 {
		t.Errorf("%d went, %d else, %d brought", r.Turnout, quiet.Turnout, p.Brought)
	}
	// Letters for nothing go to all of the group: exactly those come who would.
	w.Letters.Price, w.Bought.Micros = 0, 0
	w, err = w.With(func(*machine.Settings) {})
	if err != nil {
		t.Fatal(err)
	}
	all := run(t, w, "mass", "silence")
	if all.Posted.Letters != mine || all.Posted.Brought != would {
		t.Errorf("%+v, want %d letters and %d brought", all.Posted, mine, would)
	}
	// At even odds it would be 8.1 points; those who nearly always go gain less.
	if gain := 100 * float64(would) / float64(mine); gain < 4 || gain > points {
		t.Errorf("%.2f points of turnout", gain)
	}
	sum := int64(0)
	for q, n := range all.Votes {
		sum += n - quiet.Votes[q]
	}
	if sum != would {
		t.Errorf("%d votes more for %d brought", sum, would)
	}
	// None by default.
	if d := machine.Default().Letters.Share; d != 0 {
		t.Errorf("a share of %v goes into letters", d)
	}
}
