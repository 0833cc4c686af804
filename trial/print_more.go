package trial

import (
	"fmt"
	"strings"
)

func (p *printer) curve() {
	p.title("Does knowing more help?", "En savoir plus aide-t-il ?")
	rows := [][]string{{p.say("facts used", "faits utilisés"), p.say("promised", "promis"), p.say("found", "trouvé"), p.say("interval", "intervalle"), p.say("differ", "diffèrent"), "bits"}}
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
}

func (p *printer) groups() {
	p.title("Who gains and who loses from targeting (intervals hold together)", "Qui gagne et qui perd au ciblage (intervalles valables ensemble)")
	rows := [][]string{}
	last := ""
	for _, g := range p.r.Groups {
		name := g.Covariate.Label.In(p.l)
		if name == last {
			name = ""
		} else {
			last = name
		}
		if g.Hidden {
			rows = append(rows, []string{name, g.Group.In(p.l), p.say("too few to show", "trop peu pour le dire")})
			continue
		}
		rows = append(rows, []string{name, g.Group.In(p.l), count(g.N, p.l), p.diff(g.TB.Est), p.interval(g.TB), p.say(
			map[string]string{"gains": "gains", "loses": "loses", "unclear": ""}[g.Outcome], map[string]string{"gains": "gagne", "loses": "perd", "unclear": ""}[g.Outcome])})
	}
	p.table(rows)
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
	p.wrap(fmt.Sprintf(p.say("In %d groups by %s, %s is the apparent best for %s of people; another one is best beyond chance for %s (test that it is as good as any everywhere: p %s; that effects differ in size at all: p %s).",
		"Dans %d groupes selon %s, %s paraît le meilleur pour %s des personnes ; un autre l'est au-delà du hasard pour %s (test qu'il vaut partout les autres : p %s ; que les effets diffèrent en taille : p %s)."),
		k.Groups, strings.Join(names, ", "), k.Best.Label.In(p.l), p.percent(k.Agree), p.percent(k.ShareProven), p.pvalue(k.P), p.pvalue(k.HetP)), "  ")
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
	p.wrap(fmt.Sprintf(p.say("It reads %s bits about each person. Smallest audience of a message: %s people; %s of people are alike to fewer than ten in everything it reads.",
		"Il lit %s bits sur chaque personne. Plus petit public d'un message : %s personnes ; %s des personnes sont semblables à moins de dix dans tout ce qu'il lit."),
		number(float64(h.Bits), 1, false, p.l), p.small(h.SmallestAudience), p.percent(h.RareProfiles)), "  ")
	p.wrap(fmt.Sprintf(p.say("Groups that gain: %d; that lose: %d.", "Groupes qui gagnent : %d ; qui perdent : %d."), h.Gain, h.Lose), "  ")
	rows = [][]string{{p.say("facts wrong for", "faits faux pour"), p.say("gain", "gain"), p.say("interval", "intervalle")}}
	for _, e := range h.Errors {
		rows = append(rows, []string{p.percent(e.Wrong), p.diff(e.TB.Est), p.interval(e.TB)})
	}
	p.table(rows)
	if !isNaN(h.BreakEven) {
		p.wrap(fmt.Sprintf(p.say("Whatever gain there is would be gone when %s of the facts are wrong.", "Le gain, s'il existe, disparaît quand %s des faits sont faux."), p.percent(h.BreakEven)), "  ")
	}
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
	rows := [][]string{{p.say("issue", "sujet"), "n", p.say("promised", "promis"), p.say("found", "trouvé"), p.say("interval", "intervalle"), p.say("best − random", "meilleur − hasard")}}
	for _, x := range p.r.Parts {
		rows = append(rows, []string{x.Name, count(x.N, p.l), p.diff(x.Promise), p.diff(x.TB.Est), p.interval(x.TB), p.diff(x.BR.Est)})
	}
	if q := p.r.Pooled; q != nil {
		rows = append(rows, []string{p.say("pooled by precision", "moyenne par précision"), "", "", p.diff(q.Fixed.Est), p.interval(q.Fixed), ""},
			[]string{p.say("pooled, random effects", "moyenne, effets aléatoires"), "", "", p.diff(q.Random.Est), p.interval(q.Random), ""})
	}
	p.table(rows)
}

func (p *printer) foot() {
	p.title("Checks", "Contrôles")
	for _, c := range p.r.Checks {
		p.wrap("["+string(c.Level)+"] "+c.Text.In(p.l), "  ")
	}
	p.title("Limits", "Limites")
	for _, t := range p.r.Limits {
		p.wrap("- "+t.In(p.l), "  ")
	}
	p.title("Method and source", "Méthode et source")
	p.wrap(p.r.Method.Text.In(p.l)+".", "  ")
	p.wrap(p.r.Experiment.Source, "  ")
	if p.r.Experiment.Licence != "" {
		p.wrap(p.r.Experiment.Licence, "  ")
	}
	fmt.Fprintf(p.w, "  sha256 %s\n", p.r.Experiment.SHA256)
}
