package trial

import (
	"fmt"
	"slices"
	"strings"
)

// Verdicts.
const (
	NoDifference = "no-difference" // the policy is the best message for (almost) everybody
	NoGainShown  = "no-gain-shown"
	Gain         = "gain"
	Loss         = "loss"
	Doubtful     = "not-to-be-relied-on" // a check of the data failed
)

// conclude says the result in plain words. The promise never stands without
// the held-out value, nor a null without the smallest gain that could have
// been seen.
func conclude(r *Report) (string, Text) {
	m := &r.Main
	v := NoGainShown
	switch {
	case r.failed():
		v = Doubtful
	case m.NoDiff || m.Differ < 0.01:
		v = NoDifference
	case m.TB.Lo > 0:
		v = Gain
	case m.TB.Hi < 0:
		v = Loss
	}
	return v, Text{sentence(r, v, EN), sentence(r, v, FR)}
}

// failed reports whether the data may not be what their description says.
func (r *Report) failed() bool {
	return slices.ContainsFunc(r.Checks, func(c Check) bool { return c.Level == Fail })
}

// sentence is the result for a reader who knows no statistics. It opens with
// the verdict and always holds what was found on other people with its margin
// of error, what was promised, the smallest gain that could have been seen, and
// what choosing one good message brings.
func sentence(r *Report, verdict string, l Lang) string {
	m, u := &r.Main, r.Experiment.Unit
	f := func(en, fr string, a ...any) string {
		if l == FR {
			en = fr
		}
		return fmt.Sprintf(en, a...)
	}
	than := func(x Real) string { return u.Than(float64(x), l) }
	between := func(n Number) string { return u.Between(n, l) }
	var s []string
	say := func(en, fr string, a ...any) { s = append(s, f(en, fr, a...)) }
	switch verdict {
	case Doubtful:
		say("Not to be relied on: the data may not be what their description says (see the warning). Taken as they are:",
			"À ne pas prendre pour argent comptant : les données ne sont peut-être pas ce que dit leur description (voir l'avertissement). Telles quelles :")
	case NoDifference:
		say("Targeting gains nothing here: learned on other people, it gives (almost) everybody the same message, %s.",
			"Cibler n'apporte rien ici : appris sur d'autres personnes, le ciblage donne à (presque) tout le monde le même message, %s.", r.bestName(l))
	case Gain:
		say("Targeting did better than the single best message.", "Cibler a fait mieux que le meilleur message unique.")
	case Loss:
		say("Targeting did worse than the single best message.", "Cibler a fait moins bien que le meilleur message unique.")
	default:
		say("No gain from targeting could be shown.", "Aucun gain du ciblage n'a pu être montré.")
	}
	switch {
	case m.NoDiff:
	case u.shown(float64(m.TB.Est)) == 0 && !m.TB.excludesZero():
		say("Among people the model had not learned from, choosing a message for each brought as much as giving everybody the single best one (margin of error at %s: %s).",
			"Chez des gens dont le modèle n'avait rien appris, choisir un message pour chacun a rapporté autant que donner à tous le meilleur message unique (marge d'erreur à %s : %s).", r.level(l), between(m.TB))
	default:
		say("Among people the model had not learned from, choosing a message for each brought %s than giving everybody the single best one (margin of error at %s: %s).",
			"Chez des gens dont le modèle n'avait rien appris, choisir un message pour chacun a rapporté %s que donner à tous le meilleur message unique (marge d'erreur à %s : %s).", u.ThanIn(m.TB, l), r.level(l), between(m.TB))
	}
	if x := u.InPeople(float64(m.TB.Est), l); x != "" && !m.NoDiff {
		say("That is %s.", "Cela fait %s.", x)
	}
	if u.shown(float64(m.Promise.Gain)) == 0 {
		say("Even to the people it learned from it promised no gain.", "Même à ceux dont il a appris, il ne promettait aucun gain.")
	} else {
		say("To the people it learned from it had promised %s.", "À ceux dont il a appris, il avait promis %s.", than(m.Promise.Gain))
	}
	if m.MDEIndirect {
		say("Had the messages differed, a gain of %s would have been seen four times in five.", "Si les messages avaient différé, un gain de %s se serait vu quatre fois sur cinq.", magnitude(u, float64(m.MDE), l))
	} else {
		say("A gain of %s would have been seen four times in five.", "Un gain de %s se serait vu quatre fois sur cinq.", magnitude(u, float64(m.MDE), l))
	}
	switch {
	case m.BR.Lo > 0:
		say("What pays is choosing one good message for all: %s than a message at random (%s).", "Ce qui rapporte, c'est de bien choisir un seul message pour tous : %s qu'un message au hasard (%s).", than(m.BR.Est), between(m.BR))
	default:
		say("Choosing one good message for all brought %s than a message at random, but not for sure (%s).", "Bien choisir un seul message pour tous a rapporté %s qu'un message au hasard, sans certitude (%s).", than(m.BR.Est), between(m.BR))
	}
	return strings.Join(s, " ")
}

// level writes the level of the intervals: 95%.
func (r *Report) level(l Lang) string { return percent(r.Method.Level, l) }

// bestName names the message most often best on a training half.
func (r *Report) bestName(l Lang) string {
	name, top := "", Real(-1)
	for _, a := range r.Main.BestArms {
		if a.Share > top {
			name, top = a.Label.In(l), a.Share
		}
	}
	return name
}
