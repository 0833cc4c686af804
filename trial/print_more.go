package trial

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

func (p *printer) curve() {
	p.title("Does knowing more help?", "En savoir plus aide-t-il ?")
	rows := [][]string{{p.say("facts used", "faits utilisés"), p.say("promised", "promis"), p.say("found", "trouvé"), p.margin(), p.say("other message", "autre message"), "questions"}}
	for _, c := range p.r.Curve {
		name := fmt.Sprint(c.K)
		if len(c.Covariates) > 0 && c.K <= 2 {
			var n []string
			for _, a := range c.Covariates[:min(c.K, len(c.Covariates))] {
				n = append(n, a.Label.In(p.l))
			}
			name += p.say(": mostly ", " : surtout ") + strings.Join(n, ", ")
		}
		rows = append(rows, []string{name, p.diff(c.Promise), p.diff(c.TB.Est), p.interval(c.TB), p.percent(c.Differ), number(float64(c.Bits), 1, false, p.l)})
	}
	p.table(rows)
	p.wrap(p.say("Gain over the best single message. Other message: share of people who get another one than it. Questions: how many yes-or-no questions would tell as much about each (bits).",
		"Gain sur le meilleur message unique. Autre message : part des gens qui en reçoivent un autre. Questions : combien de questions par oui ou non en apprendraient autant sur chacun (bits)."), "  ")
}

func (p *printer) groups() {
	p.title("Who gains and who loses from targeting", "Qui gagne et qui perd au ciblage")
	rows := [][]string{{"", "", p.say("people", "personnes"), p.say("gain", "gain"), p.margin()}}
	last, hid := "", false
	for _, g := range p.r.Groups {
		name := g.Covariate.Label.In(p.l)
		if name == last {
			name = ""
		} else {
			last = name
		}
		if g.Hidden {
			rows = append(rows, []string{name, g.Group.In(p.l), p.say("hidden", "masqué")})
			hid = true
			continue
		}
		rows = append(rows, []string{name, g.Group.In(p.l), count(g.N, p.l), p.diff(g.TB.Est), p.interval(g.TB), p.say(
			map[string]string{"gains": "gains", "loses": "loses", "unclear": ""}[g.Outcome], map[string]string{"gains": "gagne", "loses": "perd", "unclear": ""}[g.Outcome])})
	}
	p.table(rows)
	p.wrap(fmt.Sprintf(p.say("These margins of error hold for all groups together: %s times in 100 none of them is wrong.", "Ces marges d'erreur valent pour tous les groupes ensemble : %s fois sur 100, aucune n'est fausse."), p.level()), "  ")
	if hid {
		p.wrap(p.say("Hidden: fewer than ten people, or a group from which such a number could be worked out.", "Masqué : moins de dix personnes, ou un groupe d'où l'on pourrait déduire un tel nombre."), "  ")
	}
}

func (p *printer) ranks() {
	k := p.r.Ranks
	if k == nil {
		return
	}
	p.title("Is another message best for some?", "Un autre message est-il meilleur pour certains ?")
	var names []string
	for _, c := range k.Covariates {
		names = append(names, c.Label.In(p.l))
	}
	other := p.say("Nowhere is another one better beyond chance", "Nulle part un autre n'est meilleur au-delà du hasard")
	if k.ShareProven > 0 {
		other = fmt.Sprintf(p.say("For %s of people another one is better beyond chance", "Pour %s des gens, un autre est meilleur au-delà du hasard"), p.percent(k.ShareProven))
	}
	p.wrap(fmt.Sprintf(p.say("Put people into %d groups by these facts: %s. “%s” looks best for %s of people. %s: chance alone would show such rivals %s.",
		"Rangeons les gens en %d groupes d'après ces faits : %s. « %s » paraît le meilleur pour %s des gens. %s : le hasard seul montrerait de tels rivaux %s."),
		k.Groups, strings.Join(names, ", "), k.Best.Label.In(p.l), p.percent(k.Agree), other, Chance(float64(k.P), p.l)), "  ")
	p.wrap(fmt.Sprintf(p.say("That effects differ in size from group to group is another question, which changes no choice: chance alone would show as much %s.",
		"Que les effets n'aient pas partout la même taille est une autre question, qui ne change aucun choix : le hasard seul en montrerait autant %s."), Chance(float64(k.HetP), p.l)), "  ")
	p.wrap(fmt.Sprintf(p.say("Giving each group the message that was best for it on one half changes the message of %s of people and brings %s %s on the other half.",
		"Donner à chaque groupe le message qui était le meilleur pour lui dans une moitié change celui de %s des personnes et apporte %s %s dans l'autre."),
		p.percent(k.OwnDiffer), p.diff(k.OwnBest.Est), p.interval(k.OwnBest)), "  ")
}

func (p *printer) harms() {
	h := &p.r.Harms
	p.title("What it costs the debate", "Ce que cela coûte au débat")
	var rows [][]string
	for _, m := range h.Messages {
		rows = append(rows, []string{m.Label.In(p.l), p.say("never shown to", "jamais montré à"), p.percent(m.Never)})
	}
	p.table(rows)
	p.wrap(fmt.Sprintf(p.say("It reads as much about each person as %s yes-or-no questions would tell. Smallest audience of a message: %s people. %s of people share all that it reads with fewer than nine others.",
		"Il en lit autant sur chaque personne qu'en apprendraient %s questions par oui ou non. Plus petit public d'un message : %s personnes. %s des gens partagent tout ce qu'il lit avec moins de neuf autres."),
		number(float64(h.Bits), 1, false, p.l), p.small(h.SmallestAudience), p.percent(h.RareProfiles)), "  ")
	p.wrap(fmt.Sprintf(p.say("Groups that gain: %d; that lose: %d.", "Groupes qui gagnent : %d ; qui perdent : %d."), h.Gain, h.Lose), "  ")
	rows = [][]string{{p.say("facts wrong for", "faits faux pour"), p.say("gain", "gain"), p.margin()}}
	for _, e := range h.Errors {
		rows = append(rows, []string{p.percent(e.Wrong), p.diff(e.TB.Est), p.interval(e.TB)})
	}
	p.table(rows)
	if !isNaN(h.BreakEven) {
		p.wrap(fmt.Sprintf(p.say("Whatever gain there is would be gone when %s of the facts are wrong.", "Le gain, s'il existe, disparaît quand %s des faits sont faux."), p.percent(h.BreakEven)), "  ")
	}
}

func upFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

func (p *printer) small(n int) string {
	if n == 0 {
		return p.say("fewer than 10", "moins de 10")
	}
	return count(n, p.l)
}

func (p *printer) parts() {
	if len(p.r.Parts) == 0 {
		return
	}
	p.title("Issue by issue", "Sujet par sujet")
	rows := [][]string{{p.say("issue", "sujet"), p.say("people", "personnes"), p.say("promised", "promis"), p.say("found", "trouvé"), p.margin(), p.say("best − random", "meilleur − hasard")}}
	for _, x := range p.r.Parts {
		rows = append(rows, []string{x.Label.In(p.l), count(x.N, p.l), p.diff(x.Promise), p.diff(x.TB.Est), p.interval(x.TB), p.diff(x.BR.Est)})
	}
	if q := p.r.Pooled; q != nil {
		rows = append(rows, []string{p.say("all, by their people", "tous, selon leurs personnes"), "", "", p.diff(q.ByN.Est), p.interval(q.ByN), ""})
	}
	if q := p.r.Pooled; q != nil && !isNaN(q.Fixed.Est) {
		rows = append(rows, []string{p.say("precise ones weighing more", "les précis pesant plus"), "", "", p.diff(q.Fixed.Est), p.interval(q.Fixed), ""},
			[]string{p.say("the same if gains vary by issue", "de même si le gain varie par sujet"), "", "", p.diff(q.Random.Est), p.interval(q.Random), ""})
	}
	p.table(rows)
	if q := p.r.Pooled; q != nil && q.Left > 0 {
		p.wrap(fmt.Sprintf(p.say("Not weighed by precision, since fewer than 1 person in 20 gets another message there: %d.", "Non pesés selon leur précision, car moins d'une personne sur 20 y reçoit un autre message : %d."), q.Left), "  ")
	}
	if q := p.r.Pooled; q != nil && !isNaN(q.QP) {
		p.wrap(fmt.Sprintf(p.say("Gain of targeting over the best single message; from issue to issue it varies by %s (standard deviation; random effects), and chance alone would show such variation %s.",
			"Gain du ciblage sur le meilleur message unique ; d'un sujet à l'autre, il varie de %s (écart-type ; effets aléatoires), et le hasard seul montrerait une telle variation %s."),
			strings.TrimPrefix(p.diff(q.Tau), "+"), Chance(float64(q.QP), p.l)), "  ")
	}
}

func (p *printer) foot() {
	p.title("Checks", "Contrôles")
	for _, c := range p.r.Checks {
		p.wrap("["+p.say(string(c.Level), map[Level]string{OK: "ok", Warn: "prudence", Fail: "échec"}[c.Level])+"] "+c.Text.In(p.l), "  ")
	}
	p.title("Limits", "Limites")
	for _, t := range p.r.Limits {
		p.wrap("- "+t.In(p.l), "  ")
	}
	p.title("Method and source", "Méthode et source")
	p.wrap(upFirst(p.r.Method.Text.In(p.l))+".", "  ")
	p.wrap(p.r.Experiment.Source.In(p.l), "  ")
	if t := p.r.Experiment.Licence; t != nil {
		p.wrap(t.In(p.l), "  ")
	}
	fmt.Fprintf(p.w, "  sha256 %s\n", p.r.Experiment.SHA256)
}
