package lab

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Sentence says in plain words how many people it takes to see the gain, or,
// when the people were given, the smallest gain that they can show; then what
// was assumed. Gains of a yes-or-no outcome are said in percentage points.
func (p Plan) Sentence(d Need, peopleGiven bool) Text {
	q, err := p.defaults()
	if err != nil {
		return Text{EN: err.Error(), FR: err.Error()}
	}
	gain := q.size(d.Gain)
	whoEN, whoFR := fmt.Sprintf("%s people", about(d.People, ",")), fmt.Sprintf("%s personnes", about(d.People, "\u202f"))
	if q.Size > 1 {
		whoEN += fmt.Sprintf(" in %s households or other groups", about(d.Clusters, ","))
		whoFR += fmt.Sprintf(" dans %s foyers ou autres groupes", about(d.Clusters, "\u202f"))
	}
	each := Text{about(d.PerArm, ","), about(d.PerArm, "\u202f")}
	var t Text
	found, half := fmt.Sprintf("%.0f", 100*q.Power), fmt.Sprintf("%.0f", 100*d.Half)
	if peopleGiven {
		t.EN = fmt.Sprintf("With %s, %s for each message, the smallest gain of targeting over the single best message that would be found %s times in 100 is about %s. A true gain of half that size would be found %s times in 100.", whoEN, each.EN, found, gain.EN, half)
		t.FR = fmt.Sprintf("Avec %s, dont %s par message, le plus petit gain du ciblage sur le meilleur message unique qui serait trouvé %s fois sur 100 est d'environ %s. Un vrai gain de moitié moindre serait trouvé %s fois sur 100.", whoFR, each.FR, found, gain.FR, half)
	} else {
		t.EN = fmt.Sprintf("To see a gain of targeting of %s over the single best message, an experiment needs about %s, %s for each message. A true gain of that size would be found %s times in 100, one of half that size %s times.", gain.EN, whoEN, each.EN, found, half)
		t.FR = fmt.Sprintf("Pour voir un gain du ciblage de %s sur le meilleur message unique, il faut une expérience d'environ %s, dont %s par message. Un vrai gain de cette taille serait trouvé %s fois sur 100, un gain de moitié moindre %s fois.", gain.FR, whoFR, each.FR, found, half)
	}
	if d.PerArm < 100 {
		t.EN += " With fewer than 100 people for each message the figures are rough."
		t.FR += " Avec moins de 100 personnes par message, ces chiffres sont approximatifs."
	}
	a := q.assumed()
	return Text{t.EN + " Assumed: " + a.EN + ".", t.FR + " Hypothèses\u00a0: " + a.FR + "."}
}

// size says a gain with its unit; French has a plural from 2 on.
func (p Plan) size(gain float64) Text {
	if p.Rate == 0 {
		n := twoDigits(gain)
		return Text{n + " (in units of the outcome)", comma(n) + " (dans l'unité du résultat)"}
	}
	n := twoDigits(100 * gain)
	t := Text{n + " percentage points", comma(n) + " points"}
	if n == "1" {
		t.EN = strings.TrimSuffix(t.EN, "s")
	}
	if v, err := strconv.ParseFloat(n, 64); err == nil && v < 2 {
		t.FR = strings.TrimSuffix(t.FR, "s")
	}
	return t
}

// assumed lists what the answer hangs on.
func (p Plan) assumed() Text {
	var en, fr []string
	say := func(e, f string, v float64) {
		en, fr = append(en, fmt.Sprintf(e, twoDigits(v))), append(fr, fmt.Sprintf(f, comma(twoDigits(v))))
	}
	if p.Rate != 0 {
		say("%s%% of people say yes", "%s\u202f%% des personnes disent oui", 100*p.Rate)
	} else {
		say("outcomes with a standard deviation of %s", "des résultats d'écart type %s", p.SD)
	}
	say("targeting gives %s%% of people another message than the best one", "le ciblage donne à %s\u202f%% des personnes un autre message que le meilleur", 100*p.Differ)
	if p.Control > 0 {
		say("%s%% get no message", "%s\u202f%% ne reçoivent aucun message", 100*p.Control)
	}
	if p.R2 > 0 {
		say("what is known of people explains %s%% of the outcome's variance", "ce que l'on sait des personnes explique %s\u202f%% de la variance du résultat", 100*p.R2)
	}
	if p.Size > 1 {
		say("outcomes within a group correlate at %s", "une corrélation de %s à l'intérieur d'un groupe", p.ICC)
	}
	return Text{strings.Join(en, "; "), strings.Join(fr, "\u00a0; ")}
}

// twoDigits writes a positive number to two significant digits, larger ones
// whole, never with an exponent.
func twoDigits(v float64) string {
	if v == 0 {
		return "0"
	}
	decimals := max(0, 1-int(math.Floor(math.Log10(v)+1e-9)))
	s := strconv.FormatFloat(v, 'f', decimals, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// about writes n rounded up to three digits.
func about(n int, mark string) string {
	unit := 1
	for n/unit >= 1000 {
		unit *= 10
	}
	return thousands((n+unit-1)/unit*unit, mark)
}

// thousands writes n with a mark between groups of three digits.
func thousands(n int, mark string) string {
	s := fmt.Sprint(n)
	for at := len(s) - 3; at > 0; at -= 3 {
		s = s[:at] + mark + s[at:]
	}
	return s
}
