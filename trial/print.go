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

// frenchBlanks hold marks to their words, so that no line begins with one.
var frenchBlanks = strings.NewReplacer(" :", "\u00a0:", " ;", "\u00a0;", " ?", "\u00a0?", " !", "\u00a0!", " %", "\u00a0%", "« ", "«\u00a0", " »", "\u00a0»", " $", "\u00a0$")

func (p *printer) wrap(s, indent string) {
	if p.l == FR {
		s = frenchBlanks.Replace(s)
	}
	line := indent
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' }) { // not at spaces that hold together
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

func (p *printer) diff(x Real) string    { return p.r.Experiment.Unit.Bare(float64(x), p.l) }
func (p *printer) value(x Real) string   { return p.r.Experiment.Unit.Value(float64(x), p.l) }
func (p *printer) fine(x Real) string    { return p.r.Experiment.Unit.Fine(float64(x), p.l) }
func (p *printer) percent(x Real) string { return percent(x, p.l) }

func (p *printer) interval(n Number) string {
	if n.SE == 0 {
		return p.say("same message", "même message")
	}
	return p.r.Experiment.Unit.Interval(n, p.l)
}

func (p *printer) pvalue(x Real) string { return pText(float64(x), p.l) }

func (p *printer) head() {
	x := &p.r.Experiment
	fmt.Fprintln(p.w, x.Title.In(p.l))
	if x.Invented {
		p.f("INVENTED DATA: nobody here is real", "DONNÉES INVENTÉES : personne ici n'est réel")
	}
	p.wrap(p.say("What was tried: ", "Ce qui a été essayé : ")+x.Domain.In(p.l)+".", "")
	p.wrap(p.say("What was measured: ", "Ce qui a été mesuré : ")+x.Outcome.In(p.l)+fmt.Sprintf(p.say(", on %s people.", ", sur %s personnes."), count(x.Rows, p.l)), "")
	fmt.Fprintln(p.w)
	p.wrap(p.r.Sentence.In(p.l), "")
	for _, c := range p.r.Checks {
		if c.Level == Fail {
			fmt.Fprintln(p.w)
			p.wrap(p.say("WARNING: ", "ATTENTION : ")+c.Text.In(p.l), "")
		}
	}
}

// values shows the ways of choosing as bars, held out, and the promise.
func (p *printer) values() {
	m := &p.r.Main
	p.title("On people who were not used to learn", "Chez des gens qui n'ont pas servi à apprendre")
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
	p.title("Gain of targeting over the best single message, in "+u, "Gain du ciblage sur le meilleur message unique, en "+u)
	p.table([][]string{
		{"", p.say("gain", "gain"), p.margin()},
		{p.say("promised, to the people learned from", "promis, à ceux qui ont servi à apprendre"), p.diff(m.Promise.Gain), p.say("a claim", "une promesse")},
		{p.say("found, on other people", "trouvé, chez d'autres"), p.diff(m.TB.Est), p.interval(m.TB)},
		{p.say("luck taken for knowledge", "chance prise pour du savoir"), p.diff(m.Optimism), p.say("promised − found", "promis − trouvé")},
		{p.say("smallest gain that could have been seen", "plus petit gain qui pouvait se voir"), p.diff(m.MDE), p.say("4 times in 5", "4 fois sur 5")},
		{p.say("against the message known as best afterwards", "face au message connu comme le meilleur après"), p.diff(m.TK.Est), p.interval(m.TK)},
		{p.say("for comparison: best single − random message", "pour comparer : meilleur unique − au hasard"), p.diff(m.BR.Est), p.interval(m.BR)},
	})
	p.wrap(fmt.Sprintf(p.say("Margin of error: between these bounds lies the true figure %s times in 100.", "Marge d'erreur : le vrai chiffre est entre ces bornes %s fois sur 100."), p.level()), "  ")
	if m.DrawError > 0 {
		p.wrap(fmt.Sprintf(p.say("Other random divisions of the people would move the gain found by about %s (standard error); its margin allows for that.",
			"D'autres partages au hasard déplaceraient le gain trouvé d'environ %s (erreur type) ; sa marge en tient compte."), strings.TrimPrefix(p.diff(m.DrawError), "+")), "  ")
	}
	p.wrap(fmt.Sprintf(p.say("Targeting gives %s of people another message than the best single one.", "Le ciblage donne à %s des gens un autre message que le meilleur unique."), p.percent(m.Differ)), "  ")
	var best []string
	for _, a := range m.BestArms {
		if a.Share > 0 {
			best = append(best, fmt.Sprintf("%s (%s)", a.Label.In(p.l), p.percent(a.Share)))
		}
	}
	p.wrap(p.say("The best single message, by division: ", "Le meilleur message unique, selon les partages : ")+strings.Join(best, ", ")+".", "  ")
}

// level is the level of the intervals in a hundred: 95.
func (p *printer) level() string {
	return strings.TrimRight(strings.TrimSuffix(number(100*float64(p.r.Method.Level), 1, false, p.l), "0"), ".,")
}

func (p *printer) margin() string { return p.say("margin of error", "marge d'erreur") }

func (p *printer) effects() {
	against := p.say("against no message", "par rapport à aucun message")
	if p.r.Experiment.Control == "" {
		against = p.say("against the mean of all messages", "par rapport à la moyenne des messages")
	}
	u := p.r.Experiment.Unit.Name(p.l)
	p.title("Effect of each message "+against+", in "+u, "Effet de chaque message "+against+", en "+u)
	rows := [][]string{{p.say("message", "message"), p.say("people", "personnes"), p.say("mean", "moyenne"), p.say("effect", "effet"), p.margin(), p.say("by chance (p)", "par hasard (p)")}}
	for _, e := range p.r.Effects {
		rows = append(rows, []string{e.Label.In(p.l), count(e.N, p.l), p.value(e.Mean.Est), p.diff(e.Adj.Est), p.interval(e.Adj), strings.TrimPrefix(p.pvalue(e.PHolm), "= ")})
	}
	p.table(rows)
	p.wrap(p.say("By chance: how often chance alone would show as much somewhere among the messages if none did anything (p-value, corrected by Holm's method); 0.05 is 5 times in 100.",
		"Par hasard : combien de fois le hasard seul montrerait autant quelque part parmi les messages si aucun ne faisait rien (valeur p, corrigée par la méthode de Holm) ; 0,05, c'est 5 fois sur 100."), "  ")
	p.wrap(upFirst(p.r.Method.Effects.In(p.l))+".", "  ")
	p.winner()
	p.heterogeneity()
}

// heterogeneity is about whom to contact.
func (p *printer) heterogeneity() {
	h := p.r.Heterogeneity
	if h == nil {
		return
	}
	var q []string
	for _, g := range h.Gates {
		q = append(q, p.diff(g.Est))
	}
	p.wrap(fmt.Sprintf(p.say("Whom to contact is another question. From the quarter of people on whom the model expects least to the one on whom it expects most, “%s” does %s.",
		"Qui contacter est une autre question. Du quart des gens chez qui le modèle attend le moins au quart chez qui il attend le plus, « %s » fait %s."),
		h.Arm.Label.In(p.l), strings.Join(q, ", ")), "  ")
	lead := p.say("The model does not foresee on whom the effect is strong", "Le modèle ne prévoit pas chez qui l'effet est fort")
	if h.P < 0.05 && h.Beta2.Est > 0 {
		lead = p.say("The model foresees in part on whom the effect is strong: one can choose whom to talk to, not better what to say", "Le modèle prévoit en partie chez qui l'effet est fort : on peut choisir à qui parler, pas mieux choisir quoi dire")
	}
	p.wrap(lead+fmt.Sprintf(p.say(" (slope %s: 1 would be exact, 0 noise; chance alone would do as much %s).", " (pente %s : 1 serait exact, 0 du bruit ; le hasard seul en ferait autant %s)."),
		number(float64(h.Beta2.Est), 2, false, p.l), Chance(float64(h.P), p.l)), "  ")
}

// winner says what the best message is worth, corrected for having been chosen
// because it came first.
func (p *printer) winner() {
	w := &p.r.Winner
	lead := fmt.Sprintf(p.say("Best of %d: “%s”, %s ahead of “%s” %s. ", "Le meilleur des %d : « %s », avec %s d'avance sur « %s » %s. "),
		len(p.r.Effects), w.Label.In(p.l), p.diff(w.Margin.Est), w.Runner.Label.In(p.l), p.interval(w.Margin))
	levels := func(est, lo, hi Real) string {
		return p.fine(est) + " [" + p.fine(lo) + p.say(", ", " ; ") + p.fine(hi) + "]"
	}
	hybrid, conditional := levels(w.Hybrid.Est, w.Hybrid.Lo, w.Hybrid.Hi), levels(w.Est, w.Lo, w.Hi)
	switch {
	case isNaN(w.Hybrid.Est):
	case p.fine(w.Hybrid.Est) == p.fine(w.Naive.Est):
		lead += fmt.Sprintf(p.say("That it was chosen because it came first takes nothing off its mean: %s (hybrid interval).",
			"Qu'on l'ait choisi parce qu'il était premier n'ôte rien à sa moyenne : %s (intervalle hybride)."), hybrid)
	default:
		lead += fmt.Sprintf(p.say("Corrected for having been chosen because it came first, its mean is %s (hybrid interval), not %s.",
			"Corrigée du fait qu'on l'a choisi parce qu'il était premier, sa moyenne est %s (intervalle hybride), pas %s."), hybrid, p.fine(w.Naive.Est))
	}
	if hybrid != conditional && !isNaN(w.Est) {
		lead += fmt.Sprintf(p.say(" Given that it won, whatever came: %s (conditional interval).", " Sachant qu'il a gagné, quoi qu'il en soit : %s (intervalle conditionnel)."), conditional)
	}
	p.wrap(lead, "  ")
}

func isNaN(x Real) bool { return x != x }
