package web

import (
	"html/template"
	"strings"

	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/message"
	"github.com/contrechamp/contrechamp/promise"
	"github.com/contrechamp/contrechamp/say"
	"github.com/contrechamp/contrechamp/sidebyside"
	"github.com/contrechamp/contrechamp/topic"
)

// quoteMarks is the mark before what is quoted, or the one after it.
func quoteMarks(l say.Lang, which int) string { return strings.Split(l.Quote("|"), "|")[which] }

// speechFuncs write what an advertiser said to whom.
func speechFuncs(l say.Lang) template.FuncMap {
	return template.FuncMap{
		"speaker":    func(s find.Speaker) string { return speakerName(l, s) },
		"pagesas":    func(s find.Speaker) string { return PagesAs(l, s) },
		"topics":     func(c []topic.Code) string { return TopicNames(l, c) },
		"topicname":  func(c topic.Code) string { return c.Name(string(l)) },
		"asked":      func(t string) string { return askedTopic(l, t) },
		"divergence": func(d *find.Divergence) string { return Told(l, d) },
		"seenby":     func(s find.SeenBy) string { return SeenWords(l, s) },
		"speechlink": speechLink,
		"tongue":     l.Tongue,
		"cuts":       cuts,
		"pairsides":  func(x find.PairRow) []find.PairSide { return []find.PairSide{x.A, x.B} },
		"openquote":  func() string { return quoteMarks(l, 0) },
		"closequote": func() string { return quoteMarks(l, 1) },
		"fillings":   func(s message.Slot) string { return Fillings(l, s) },
		"unmarked":   func(b find.DivergentBox) string { return strings.Join(Unmarked(b), l.T("comma")) },
		"judged":     func(id string, p sidebyside.Part) string { return Judged(l, id, p) },
		"bits":       l.Bits,
		"pvalue":     l.P,
		"pnumber":    l.PNumber,
		"z":          func(x float64) string { return l.Float(x, 1) },
		"given":      func(c promise.Cell) bool { return c == promise.Given },
		"alltopics":  func() []topic.Topic { return topic.All },
	}
}
