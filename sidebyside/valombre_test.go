package sidebyside

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/internal/realads"
	"github.com/contrechamp/contrechamp/key"
	"github.com/contrechamp/contrechamp/message"
	"github.com/contrechamp/contrechamp/place"
	"github.com/contrechamp/contrechamp/words"
)

// questions are those of each advertiser of an archive: texts are distinct first
// bodies. With together the whole archive is one advertiser.
func questions(t testing.TB, ads []*contrechamp.Ad, together bool) map[string]Question {
	type reading struct {
		texts map[string]int
		q     Question
	}
	all := map[string]*reading{}
	boxes := map[key.Key]int{}
	var exprs []*audience.Expr
	for _, a := range ads {
		if len(a.Texts) == 0 {
			continue
		}
		terms := words.List(a.Texts[0].Body)
		if len(terms) == 0 {
			continue
		}
		who := a.AdvertiserName
		if together {
			who = ""
		}
		r := all[who]
		if r == nil {
			r = &reading{texts: map[string]int{}}
			all[who] = r
		}
		e, k := realads.Box(a)
		if _, ok := boxes[k]; !ok {
			boxes[k] = len(exprs)
			exprs = append(exprs, key.Fold(e))
		}
		text := strings.Join(terms, " ")
		i, ok := r.texts[text]
		if !ok {
			i = len(r.q.Texts)
			r.texts[text] = i
			lang := a.Texts[0].Lang
			if lang == "" {
				lang = words.Language(terms)
			}
			r.q.Texts = append(r.q.Texts, Text{ID: int64(i), Body: a.Texts[0].Body, Lang: lang})
		}
		if t := &r.q.Texts[i]; !slices.Contains(t.Boxes, boxes[k]) {
			t.Boxes = append(t.Boxes, boxes[k])
		}
	}
	world := audience.World{Places: place.Table{}}
	known := map[[2]int]bool{}
	out := map[string]Question{}
	for who, r := range all {
		r.q.Apart = func(a, b int) bool {
			v, ok := known[[2]int{a, b}]
			if !ok {
				verdict, _ := audience.Overlap(exprs[a], exprs[b], world)
				v = verdict == audience.Disjoint
				known[[2]int{a, b}] = v
			}
			return v
		}
		putMessages(t, r.q.Texts)
		out[who] = r.q
	}
	return out
}

// putMessages gives texts their messages.
func putMessages(t testing.TB, texts []Text) {
	t.Helper()
	bodies := make([]string, len(texts))
	for i := range texts {
		bodies[i] = texts[i].Body
	}
	groups, err := message.Group(context.Background(), bodies, message.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, g := range groups {
		texts[i].Message = int64(g)
	}
}

// planted are the turns that are hidden in Valombre (docs/valombre.md), with
// the rank that the prototype gave them.
var planted = []struct {
	name, who, a, b string
	rank            int
}{
	{"cars", "Parti du Fleuve", "sera interdite dans", "Jamais la voiture", 1},
	{"toll", "Parti du Fleuve", "Le péage urbain financera", "Aucun péage", 2},
	{"pensions", "Parti du Fleuve", "plafonnerons la hausse des pensions", "Votre retraite suivra", 6},
	{"pesticides", "Parti du Fleuve", "Nous réduirons les pesticides", "Vos outils de travail", 9},
	{"Sunday", "Union des Métiers", "Le dimanche ouvert pour qui veut|c’est le commerçant qui choisit", "c’est sacré", 3},
	{"wind", "Lande & Liberté", "Pas une éolienne de plus", "L’électricité au prix coûtant", 1},
	{"rents", "Les Terrasses", "Un loyer plafonné", "plafond ne vous concerne pas", 2},
}

// rankOf is the place of the first pair with the two passages, 0 if there is none.
func rankOf(q Question, l *List, a, b string) int {
	body := func(id int64) string {
		return q.Texts[slices.IndexFunc(q.Texts, func(t Text) bool { return t.ID == id })].Body
	}
	has := func(s Side, phrases string) bool {
		return slices.ContainsFunc(strings.Split(phrases, "|"), func(p string) bool { return strings.Contains(body(s.Text), p) })
	}
	for i, p := range l.Pairs {
		if has(p.A, a) && has(p.B, b) || has(p.A, b) && has(p.B, a) {
			return i + 1
		}
	}
	return 0
}

// TestValombre: every planted turn stands in its advertiser's order where the
// prototype had it, or before. The cues were written with these texts in view,
// so this says nothing about other texts.
func TestValombre(t *testing.T) {
	all := questions(t, realads.Valombre(t), false)
	looked, comparable, shown := 0, 0, 0
	for _, q := range all {
		l := Order(q)
		looked, comparable, shown = looked+l.Looked, comparable+l.Comparable, shown+len(l.Pairs)
	}
	t.Logf("%d pairs of texts looked at, %d comparable, %d pairs of messages shown", looked, comparable, shown)
	for _, p := range planted {
		q := all[p.who]
		l := Order(q)
		alone := order(q, false)
		rank := rankOf(q, l, p.a, p.b)
		if rank == 0 || rank > p.rank {
			t.Errorf("%s is number %d, want %d", p.name, rank, p.rank)
		}
		t.Logf("%s: %d of %d, by likeness alone %d of %d", p.name, rank, len(l.Pairs), rankOf(q, alone, p.a, p.b), len(alone.Pairs))
	}
}

// TestGermany: how many pairs the real archive gives. The prototype looked at
// 4,427: it took all texts for German.
func TestGermany(t *testing.T) {
	looked, comparable, shown, advertisers := 0, 0, 0, 0
	for _, q := range questions(t, realads.Meta(t), false) {
		l := Order(q)
		looked, comparable, shown = looked+l.Looked, comparable+l.Comparable, shown+len(l.Pairs)
		if len(l.Pairs) > 0 {
			advertisers++
		}
	}
	if got := [4]int{looked, comparable, shown, advertisers}; got != [4]int{4186, 877, 27, 7} { // docs/sidebyside.md
		t.Errorf("%d pairs of texts looked at, %d comparable, %d pairs of messages shown, of %d advertisers", looked, comparable, shown, advertisers)
	}
}
