package trial

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// JSON writes the report, indented, with a final newline.
func (r *Report) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(r)
}

// Text writes the report for a terminal, about 80 columns wide. The first
// screen says the result to a reader who knows no statistics.
func (r *Report) Text(w io.Writer, l Lang) error {
	b := bufio.NewWriter(w)
	p := &printer{b, l, r}
	p.head()
	p.values()
	p.effects()
	p.curve()
	p.groups()
	p.ranks()
	p.harms()
	p.parts()
	p.foot()
	return b.Flush()
}

type printer struct {
	w *bufio.Writer
	l Lang
	r *Report
}

// f writes a line, from an English and a French pattern.
func (p *printer) f(en, fr string, a ...any) {
	if p.l == FR {
		en = fr
	}
	fmt.Fprintf(p.w, en+"\n", a...)
}

func (p *printer) say(en, fr string) string {
	if p.l == FR {
		return fr
	}
	return en
}

func (p *printer) title(en, fr string) { fmt.Fprintf(p.w, "\n%s\n", strings.ToUpper(p.say(en, fr))) }

func (p *printer) wrap(s, indent string) {
	line := indent
	for _, word := range strings.Fields(s) {
		if utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > 80 && strings.TrimSpace(line) != "" {
			fmt.Fprintln(p.w, strings.TrimRight(line, " "))
			line = indent
		}
		line += word + " "
	}
	fmt.Fprintln(p.w, strings.TrimRight(line, " "))
}

// table writes rows with columns as wide as needed; the first column is set
// left, the others right.
func (p *printer) table(rows [][]string) {
	var width []int
	for _, r := range rows {
		for c, s := range r {
			if c == len(width) {
				width = append(width, 0)
			}
			width[c] = max(width[c], utf8.RuneCountInString(s))
		}
	}
	for _, r := range rows {
		var line strings.Builder
		for c, s := range r {
			pad := strings.Repeat(" ", width[c]-utf8.RuneCountInString(s))
			if c == 0 {
				line.WriteString("  " + s + pad)
			} else {
				line.WriteString("  " + pad + s)
			}
		}
		fmt.Fprintln(p.w, strings.TrimRight(line.String(), " "))
	}
}

func (p *printer) diff(x Real) string  { return p.r.Experiment.Unit.Bare(float64(x), p.l) }
func (p *printer) value(x Real) string { return p.r.Experiment.Unit.Value(float64(x), p.l) }
func (p *printer) fine(x Real) string  { return p.r.Experiment.Unit.Fine(float64(x), p.l) }
func (p *printer) percent(x Real) string {
	return number(100*float64(x), 0, false, p.l) + nbsp(p.l) + "%"
}

func (p *printer) interval(n Number) string {
	return "[" + p.diff(n.Lo) + p.say(", ", " ; ") + p.diff(n.Hi) + "]"
}

func (p *printer) pvalue(x Real) string { return pText(float64(x), p.l) }

func (p *printer) head() {
	x := &p.r.Experiment
	fmt.Fprintln(p.w, x.Title.In(p.l))
	if x.Invented {
		p.f("INVENTED DATA: nobody here is real", "DONNÉES INVENTÉES : personne ici n'est réel")
	}
	p.wrap(x.Domain.In(p.l), "")
	p.f("%s people, outcome: %s", "%s personnes, résultat : %s", count(x.Rows, p.l), x.Outcome.In(p.l))
	fmt.Fprintln(p.w)
	p.wrap(p.r.Sentence.In(p.l), "")
	for _, c := range p.r.Checks {
		if c.Level == Fail {
			fmt.Fprintln(p.w)
			p.wrap(p.say("WARNING: ", "ATTENTION : ")+c.Text.In(p.l), "")
		}
	}
}

// values shows the four ways of choosing as bars, held out, and the promise.
func (p *printer) values() {
	m := &p.r.Main
	p.title("On people who were not used to learn", "Sur des personnes qui n'ont pas servi à apprendre")
	type row struct {
		name string
		n    Number
	}
	var rows []row
	if !isNaN(m.Control.Est) {
		rows = append(rows, row{p.say("no message", "aucun message"), m.Control})
	}
	rows = append(rows, row{p.say("a message at random", "un message au hasard"), m.Random},
		row{p.say("the best single message for all", "le meilleur message unique"), m.Best},
		row{p.say("a message chosen for each (targeted)", "un message choisi pour chacun (ciblé)"), m.Targeted})
	top := Real(0)
	for _, r := range rows {
		top = max(top, r.n.Est)
	}
	var t [][]string
	for _, r := range rows {
		bar := ""
		if top > 0 && r.n.Est > 0 {
			bar = strings.Repeat("█", int(24*r.n.Est/top+0.5))
		}
		t = append(t, []string{r.name, p.value(r.n.Est), bar + strings.Repeat(" ", 24-utf8.RuneCountInString(bar))})
	}
	p.table(t)
	u := p.r.Experiment.Unit.Name(p.l)
	p.title("Gain of targeting over the best single message, "+u, "Gain du ciblage sur le meilleur message unique, "+u)
	p.table([][]string{
		{p.say("promised, on the data learned from", "promis, sur les données d'apprentissage"), p.diff(m.Promise.Gain), p.say("(a claim, not a result)", "(une promesse, pas un résultat)")},
		{p.say("found, on other people", "trouvé, sur d'autres personnes"), p.diff(m.TB.Est), p.interval(m.TB)},
		{p.say("winner's curse: promised minus found", "promis moins trouvé"), p.diff(m.Optimism), ""},
		{p.say("smallest gain that could have been seen", "plus petit gain qui pouvait se voir"), p.diff(m.MDE), ""},
		{p.say("best single minus random message", "meilleur unique moins message au hasard"), p.diff(m.BR.Est), p.interval(m.BR)},
	})
	p.f("  Another message than the best single one goes to %s of people.", "  %s des personnes reçoivent un autre message que le meilleur unique.", p.percent(m.Differ))
	var best []string
	for _, a := range m.BestArms {
		if a.Share > 0 {
			best = append(best, fmt.Sprintf("%s %s", a.Label.In(p.l), p.percent(a.Share)))
		}
	}
	p.wrap(p.say("Best single message, by training half: ", "Meilleur message unique, selon la moitié d'apprentissage : ")+strings.Join(best, ", ")+".", "  ")
}

func (p *printer) effects() {
	against := p.say("against no message", "par rapport à aucun message")
	if p.r.Experiment.Control == "" {
		against = p.say("against the mean of all messages", "par rapport à la moyenne des messages")
	}
	p.title("Effect of each message "+against, "Effet de chaque message "+against)
	rows := [][]string{{p.say("message", "message"), "n", p.say("mean", "moyenne"), p.say("effect", "effet"), p.say("interval", "intervalle"), "p", "Holm"}}
	for _, e := range p.r.Effects {
		rows = append(rows, []string{e.Label.In(p.l), count(e.N, p.l), p.value(e.Mean.Est), p.diff(e.Adj.Est), p.interval(e.Adj), strings.TrimPrefix(p.pvalue(e.P), "= "), strings.TrimPrefix(p.pvalue(e.PHolm), "= ")})
	}
	p.table(rows)
	w := &p.r.Winner
	p.wrap(fmt.Sprintf(p.say("Best of %d: %s, %s ahead of %s %s. Having been chosen as the best, it is really worth %s %s, not %s.",
		"Le meilleur des %d : %s, avec %s d'avance sur %s %s. Choisi parce qu'il était le meilleur, il vaut plutôt %s %s, pas %s."),
		len(p.r.Effects), w.Label.In(p.l), p.diff(w.Margin.Est), w.Runner.Label.In(p.l), p.interval(w.Margin), p.fine(w.Est), "["+p.fine(w.Lo)+p.say(", ", " ; ")+p.fine(w.Hi)+"]", p.fine(w.Naive.Est)), "  ")
	if h := p.r.Heterogeneity; h != nil {
		var q []string
		for _, g := range h.Gates {
			q = append(q, p.diff(g.Est))
		}
		p.wrap(fmt.Sprintf(p.say("Whom to contact is another question: by quarter of predicted effect, %s does %s (slope %s, p %s; 1 would be exact, 0 noise).",
			"Qui contacter est une autre question : par quart d'effet prédit, %s fait %s (pente %s, p %s ; 1 serait exact, 0 du bruit)."),
			h.Arm.Label.In(p.l), strings.Join(q, ", "), number(float64(h.Beta2.Est), 2, false, p.l), p.pvalue(h.P)), "  ")
	}
}

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
			rows = append(rows, []string{name, g.Group.In(p.l), p.say("fewer than 10", "moins de 10")})
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

func isNaN(x Real) bool { return x != x }
