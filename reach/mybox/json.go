package mybox

import (
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/contrechamp/contrechamp/audience"
)

// JSON forms, written by hand: the browser program does without encoding/json,
// which would make it larger by a quarter. Tests hold them equal to what
// encoding/json writes of the same values.

// writer appends JSON.
type writer struct{ buf []byte }

func (w *writer) key(name string) {
	w.comma()
	w.text(name)
	w.buf = append(w.buf, ':')
}

// comma separates from what came before, if anything did.
func (w *writer) comma() {
	if n := len(w.buf); n > 0 && w.buf[n-1] != '{' && w.buf[n-1] != '[' && w.buf[n-1] != ':' {
		w.buf = append(w.buf, ',')
	}
}

func (w *writer) open(c byte)  { w.buf = append(w.buf, c) }
func (w *writer) close(c byte) { w.buf = append(w.buf, c) }

func (w *writer) number(name string, n uint32) {
	w.key(name)
	w.buf = strconv.AppendUint(w.buf, uint64(n), 10)
}

func (w *writer) flag(name string, b bool) {
	if b {
		w.key(name)
		w.buf = append(w.buf, "true"...)
	}
}

func (w *writer) text(s string) {
	const hex = "0123456789abcdef"
	w.buf = append(w.buf, '"')
	for i, r := range s {
		switch {
		case r == '"' || r == '\\':
			w.buf = append(w.buf, '\\', byte(r))
		case r < ' ' || r == '<' || r == '>' || r == '&' || r == '\u2028' || r == '\u2029' || r == utf8.RuneError:
			w.buf = append(w.buf, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
		default:
			w.buf = append(w.buf, s[i:i+utf8.RuneLen(r)]...)
		}
	}
	w.buf = append(w.buf, '"')
}

func (w *writer) count(name string, c Count) {
	w.key(name)
	w.open('{')
	w.number("ads", c.Ads)
	w.number("messages", c.Messages)
	w.close('}')
}

// list writes an array; f writes one element, w.comma before it.
func list[T any](w *writer, name string, xs []T, f func(T)) {
	if len(xs) == 0 {
		return
	}
	w.key(name)
	elements(w, xs, f)
}

func elements[T any](w *writer, xs []T, f func(T)) {
	w.open('[')
	for _, x := range xs {
		w.comma()
		f(x)
	}
	w.close(']')
}

func (w *writer) fact(f audience.Fact) { w.text(f.String()) }

// tree writes an expression: a fact as text, else [operation, arguments...].
func (w *writer) tree(e *audience.Expr) {
	if e.Op == audience.Is {
		w.fact(e.Fact)
		return
	}
	w.open('[')
	w.text([...]string{audience.All: "and", audience.Any: "or", audience.Not: "not"}[e.Op])
	for _, x := range e.Args {
		w.comma()
		w.tree(x)
	}
	w.close(']')
}

func (w *writer) why(y Why) {
	w.open('{')
	list(w, "in", y.In, func(g []audience.Fact) { elements(w, g, w.fact) })
	list(w, "out", y.Out, w.fact)
	list(w, "rest", y.Rest, w.tree)
	list(w, "on", y.On, w.fact)
	w.flag("exact", y.Exact)
	w.flag("reader_can_tell", y.Told)
	w.close('}')
}

func (w *writer) item(i Item) {
	w.open('{')
	w.number("card", i.Card)
	w.number("advertiser", i.Advertiser)
	w.number("ads", i.Ads)
	w.key("why")
	w.why(i.Why)
	w.close('}')
}

func (w *writer) told(t Told) {
	w.open('{')
	w.number("advertiser", t.Advertiser)
	w.number("you", t.You)
	w.number("others", t.Others)
	w.number("unknown", t.Unknown)
	w.number("ads", t.Ads)
	w.close('}')
}

func (w *writer) change(f audience.Flip) {
	w.open('{')
	w.key("fact")
	w.fact(f.Fact)
	w.flag("not", f.Not)
	w.key("answer")
	w.text(f.Answer.String())
	w.close('}')
}

func (w *writer) effect(e Effect) {
	w.open('{')
	w.key("change")
	w.change(e.Change)
	w.number("won", e.Won)
	w.number("lost", e.Lost)
	w.close('}')
}

// Summary is what a page shows at once after a change.
type Summary struct {
	Total   Count
	Answers *Answers
	Lists   [3][]Item // by answer
	Others  []Told
}

// JSON writes a summary.
func (s *Summary) JSON() []byte {
	w := &writer{}
	w.open('{')
	w.count("total", s.Total)
	w.count("yes", s.Answers.Yes)
	w.count("unknown", s.Answers.Unknown)
	w.count("no", s.Answers.No)
	w.number("yes_as_published", s.Answers.Silent)
	w.key("lists")
	w.open('{')
	for _, x := range []audience.Answer{audience.Yes, audience.Unknown, audience.No} {
		w.key(x.String())
		elements(w, s.Lists[x], w.item)
	}
	w.close('}')
	w.key("others")
	elements(w, s.Others, w.told)
	w.close('}')
	return w.buf
}

// ItemsJSON writes a list.
func ItemsJSON(items []Item) []byte {
	w := &writer{}
	elements(w, items, w.item)
	return w.buf
}

// FlipsJSON writes changes.
func FlipsJSON(fs []audience.Flip) []byte {
	w := &writer{}
	elements(w, fs, w.change)
	return w.buf
}

// EffectJSON writes an effect.
func EffectJSON(e Effect) []byte {
	w := &writer{}
	w.effect(e)
	return w.buf
}

// JSON writes reasons, without kinds that no ad hangs on.
func (r *Reasons) JSON() []byte {
	w := &writer{}
	w.open('{')
	w.flag("done", r.Done)
	w.number("hidden", r.Hidden)
	w.number("open", r.Open)
	w.key("kinds")
	w.open('{')
	for _, k := range audience.AllKinds() {
		if r.ByKind[k] > 0 {
			w.number(k.String(), r.ByKind[k])
		}
	}
	w.close('}')
	w.close('}')
	return w.buf
}

// Summarise asks and gathers what is shown at once: n messages a list.
func (b *Box) Summarise(p Profile, n int) *Summary {
	s := &Summary{Total: b.Total(), Answers: b.Ask(p)}
	for x := range s.Lists {
		s.Lists[x] = b.List(s.Answers, audience.Answer(x), 0, n)
	}
	s.Others = b.Others(s.Answers)
	return s
}

// ErrorJSON writes an error as an object.
func ErrorJSON(err error) string {
	w := &writer{}
	w.open('{')
	w.key("error")
	w.text(err.Error())
	w.close('}')
	return string(w.buf)
}

// SidesJSON writes two lists of cards.
func SidesJSON(you, others []uint32) []byte {
	w := &writer{}
	w.open('{')
	for _, side := range []struct {
		name  string
		cards []uint32
	}{{"you", you}, {"others", others}} {
		w.key(side.name)
		elements(w, side.cards, func(c uint32) { w.buf = strconv.AppendUint(w.buf, uint64(c), 10) })
	}
	w.close('}')
	return w.buf
}

// ParseAnswer reads yes, unknown or no.
func ParseAnswer(s string) (audience.Answer, error) {
	for _, a := range []audience.Answer{audience.No, audience.Unknown, audience.Yes} {
		if a.String() == s {
			return a, nil
		}
	}
	return 0, fmt.Errorf("%q is none of yes, unknown, no", s)
}

// WhyJSON writes a reason.
func WhyJSON(y Why) []byte {
	w := &writer{}
	w.why(y)
	return w.buf
}
