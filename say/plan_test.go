package say

import (
	"testing"

	"github.com/contrechamp/contrechamp/lab"
)

// What a reader is told, to the letter.
func TestPlanSentence(t *testing.T) {
	for _, c := range []struct {
		plan   lab.Plan
		gain   float64
		people int
		en, fr string
	}{
		{lab.Plan{Messages: 4, Rate: .3, Size: 1.9, ICC: .5, Control: .5}, .015, 0,
			"To see a gain of targeting of 1.5 percentage points over the single best message, an experiment needs about 85,000 people in 44,800 households or other groups, 10,700 for each message. A true gain of that size would be found 80 times in 100, one of half that size 29 times. Assumed: 30% of people say yes; targeting gives 50% of people another message than the best one; 50% get no message; outcomes within a group correlate at 0.5.",
			"Pour voir un gain du ciblage de 1,5 point sur le meilleur message unique, il faut une expérience d’environ 85\u202f000 personnes dans 44\u202f800 foyers ou autres groupes, dont 10\u202f700 par message. Un vrai gain de cette taille serait trouvé 80 fois sur 100, un gain de moitié moindre 29 fois. Hypothèses\u00a0: 30\u202f% des personnes disent oui\u00a0; le ciblage donne à 50\u202f% des personnes un autre message que le meilleur\u00a0; 50\u202f% ne reçoivent aucun message\u00a0; une corrélation de 0,5 à l’intérieur d’un groupe."},
		{lab.Plan{Messages: 5, SD: 25, Differ: .4, R2: .1}, 0, 400,
			"With 400 people, 80 for each message, the smallest gain of targeting over the single best message that would be found 80 times in 100 is about 6.7 (in units of the outcome). A true gain of half that size would be found 29 times in 100. With fewer than 100 people for each message the figures are rough. Assumed: outcomes with a standard deviation of 25; targeting gives 40% of people another message than the best one; what is known of people explains 10% of the outcome's variance.",
			"Avec 400 personnes, dont 80 par message, le plus petit gain du ciblage sur le meilleur message unique qui serait trouvé 80 fois sur 100 est d’environ 6,7 (dans l’unité du résultat). Un vrai gain de moitié moindre serait trouvé 29 fois sur 100. Avec moins de 100 personnes par message, ces chiffres sont approximatifs. Hypothèses\u00a0: des résultats d’écart type 25\u00a0; le ciblage donne à 40\u202f% des personnes un autre message que le meilleur\u00a0; ce que l’on sait des personnes explique 10\u202f% de la variance du résultat."},
	} {
		var n lab.Need
		var err error
		if c.people > 0 {
			n, err = c.plan.Smallest(c.people)
		} else {
			n, err = c.plan.People(c.gain)
		}
		if err != nil {
			t.Fatal(err)
		}
		for l, want := range map[Lang]string{EN: c.en, FR: c.fr} {
			if got, err := l.Plan(c.plan, n, c.people > 0); err != nil || got != want {
				t.Errorf("said as\n%s\nwant\n%s\n%v", got, want, err)
			}
		}
	}
}

func TestDigitsOfAPlan(t *testing.T) {
	for v, want := range map[float64]string{0: "0", .00123: "0.0012", .99: "0.99", 1: "1", 1.98: "2", 2.04: "2", 12.3: "12", 345.6: "346", .1: "0.1"} {
		if got := EN.twoDigits(v); got != want {
			t.Errorf("%v is said as %q, want %q", v, got, want)
		}
	}
	if got := FR.twoDigits(.99); got != "0,99" {
		t.Error(got)
	}
	for n, want := range map[int]int{12341: 12400, 999: 999, 85_000: 85_000} {
		if got := roundedUp(n); got != want {
			t.Errorf("%d is rounded up to %d, want %d", n, got, want)
		}
	}
}
