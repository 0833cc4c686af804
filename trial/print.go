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
		{p.say("bound: against the best in hindsight", "borne : face au meilleur, connu après coup"), p.diff(m.TK.Est), p.interval(m.TK)},
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
	lead := fmt.Sprintf(p.say("Best of %d: %s, %s ahead of %s %s. ", "Le meilleur des %d : %s, avec %s d'avance sur %s %s. "),
		len(p.r.Effects), w.Label.In(p.l), p.diff(w.Margin.Est), w.Runner.Label.In(p.l), p.interval(w.Margin))
	worth := p.fine(w.Est) + " [" + p.fine(w.Lo) + p.say(", ", " ; ") + p.fine(w.Hi) + "]"
	if p.fine(w.Est) == p.fine(w.Naive.Est) {
		lead += fmt.Sprintf(p.say("It is so far ahead that having been chosen as the best takes nothing off: %s.",
			"Son avance est telle qu'avoir été choisi comme le meilleur n'en retire rien : %s."), worth)
	} else {
		lead += fmt.Sprintf(p.say("Having been chosen as the best, it is really worth %s, not %s.",
			"Choisi parce qu'il était le meilleur, il vaut plutôt %s, pas %s."), worth, p.fine(w.Naive.Est))
	}
	p.wrap(lead, "  ")
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

func isNaN(x Real) bool { return x != x }
