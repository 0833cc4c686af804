package trial

import (
	"fmt"
	"math"
)

// Verdicts.
const (
	NoDifference = "no-difference" // the policy is the best message for (almost) everybody
	NoGainShown  = "no-gain-shown"
	Gain         = "gain"
	Loss         = "loss"
)

// conclude says the result in plain words. The promise never stands without
// the held-out value, nor a null without the smallest gain that could have
// been seen.
func conclude(r *Report) (string, Text) {
	m := &r.Main
	v := NoGainShown
	switch {
	case m.NoDiff || m.Differ < 0.01:
		v = NoDifference
	case m.TB.Lo > 0:
		v = Gain
	case m.TB.Hi < 0:
		v = Loss
	}
	return v, Text{sentence(r, v, EN), sentence(r, v, FR)}
}

func sentence(r *Report, verdict string, l Lang) string {
	m, u := &r.Main, r.Experiment.Unit
	best := r.bestName(l)
	d := func(x Real) string { return u.Diff(float64(x), l) }
	abs := func(x Real) string { return magnitude(u, float64(x), l) }
	f := func(en, fr string, a ...any) string {
		if l == FR {
			return fmt.Sprintf(fr, a...)
		}
		return fmt.Sprintf(en, a...)
	}
	bare := func(x Real) string { return u.Bare(float64(x), l) }
	interval := f("%s%% interval %s to %s", "intervalle à %s %% : %s à %s", number(100*float64(r.Method.Level), 0, false, l), bare(m.TB.Lo), bare(m.TB.Hi))
	var s string
	switch verdict {
	case NoDifference:
		s = f("Targeting gains nothing here: learned on half of the people, it gives (almost) everybody the same message, %s. ",
			"Le ciblage n'apporte rien ici : appris sur la moitié des personnes, il donne à (presque) tout le monde le même message, %s. ", best)
	case Gain:
		s = f("On people it was not learned from, targeting did better than the single best message, by %s (difference %s, %s). ",
			"Sur des personnes qui n'ont pas servi à l'apprendre, le ciblage a fait mieux que le meilleur message unique, de %s (différence %s, %s). ", abs(m.TB.Est), bare(m.TB.Est), interval)
	case Loss:
		s = f("On people it was not learned from, targeting did worse than the single best message, by %s (difference %s, %s). ",
			"Sur des personnes qui n'ont pas servi à l'apprendre, le ciblage a fait moins bien que le meilleur message unique, de %s (différence %s, %s). ", abs(m.TB.Est), bare(m.TB.Est), interval)
	default:
		s = f("No gain from targeting could be shown: on people it was not learned from, it did %s against the single best message (%s). ",
			"Aucun gain du ciblage n'a pu être montré : sur des personnes qui n'ont pas servi à l'apprendre, il a fait %s face au meilleur message unique (%s). ", d(m.TB.Est), interval)
	}
	if bare(m.Promise.Gain) == bare(0) {
		s += f("On its own data it promised no gain either. ", "Sur ses propres données, il ne promettait aucun gain non plus. ")
	} else {
		s += f("On its own data it promised %s. ", "Sur ses propres données, il promettait %s. ", d(m.Promise.Gain))
	}
	if m.MDEIndirect {
		s += f("Had the messages differed, a gain of %s would have been seen four times in five. ", "Si les messages avaient différé, un gain de %s se serait vu quatre fois sur cinq. ", abs(m.MDE))
	} else {
		s += f("A gain of %s would have been seen four times in five. ", "Un gain de %s se serait vu quatre fois sur cinq. ", abs(m.MDE))
	}
	switch {
	case m.BR.Lo > 0:
		s += f("What pays is choosing one good message: %s over a message at random.", "Ce qui paie, c'est de bien choisir un message : %s par rapport à un message au hasard.", d(m.BR.Est))
	default:
		s += f("Choosing the best single message gave %s over a message at random (%s to %s).", "Choisir le meilleur message unique a donné %s par rapport à un message au hasard (%s à %s).", d(m.BR.Est), bare(m.BR.Lo), bare(m.BR.Hi))
	}
	return s
}

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

// magnitude writes a size without sign.
func magnitude(u Unit, v float64, l Lang) string {
	s := u.Diff(math.Abs(v), l)
	if len(s) > 0 && s[0] == '+' {
		s = s[1:]
	}
	return s
}
