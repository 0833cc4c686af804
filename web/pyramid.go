package web

import (
	"cmp"
	"slices"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/say"
)

// pyramid is who saw an ad, by age and gender, in per cent of all who saw it,
// against the box in the same cells: outlines for what was asked, bars for what
// was delivered.
type pyramid struct {
	Rows    []pyramidRow
	Unknown *unknownRow // gender or age that the platform does not know
	Height  int
	Title   string   // the finding
	Said    []string // what the figure shows, in sentences
	Aimed   bool     // there are outlines
}

type pyramidRow struct {
	Age                      string
	Y, Frame, Text           int
	F, M                     string // delivered shares
	FX, FW, FT, MW, MT       string
	AFX, AFW, AMW            string // outlines
	women, men, aimedF, aimM float64
}

type unknownRow struct {
	Y, Text   int
	Share     string
	W, TextAt string
}

// widest is the room for one side, in per cent of the width.
const widest = 34.0

func drawPyramid(l say.Lang, a *find.WholeAd) *pyramid {
	rows := map[string]*pyramidRow{}
	at := func(age string) *pyramidRow {
		if rows[age] == nil {
			rows[age] = &pyramidRow{Age: age}
		}
		return rows[age]
	}
	total, unknown := 0.0, 0.0
	for _, b := range a.Delivered {
		if b.Age == "" || b.Gender == "" {
			continue
		}
		n := b.Share
		if b.People > 0 {
			n = float64(b.People)
		}
		total += n
		_, counted := bracket(b.Age)
		switch {
		case counted && b.Gender == "female":
			at(b.Age).women += n
		case counted && b.Gender == "male":
			at(b.Age).men += n
		default:
			unknown += n
		}
	}
	if total == 0 || len(rows) == 0 {
		return nil
	}
	for _, b := range a.Aimed {
		if b.Gender == "female" {
			at(b.Age).aimedF = b.Share
		} else {
			at(b.Age).aimM = b.Share
		}
	}
	p := &pyramid{Aimed: len(a.Aimed) > 0}
	most := unknown / total
	for _, r := range rows {
		r.women, r.men = r.women/total, r.men/total
		most = max(most, r.women, r.men, r.aimedF, r.aimM)
		p.Rows = append(p.Rows, *r)
	}
	slices.SortFunc(p.Rows, func(x, y pyramidRow) int {
		a, _ := bracket(x.Age)
		b, _ := bracket(y.Age)
		return cmp.Compare(a.Lo, b.Lo)
	})
	for i := range p.Rows {
		p.Rows[i].place(l, i, most)
	}
	n := len(p.Rows)
	p.Height = 30*n + 26
	if unknown > 0 {
		w := widest * unknown / total / most
		p.Unknown = &unknownRow{Y: 29 + 30*n, Text: 40 + 30*n, Share: l.Percent(unknown/total, 0), W: per(w), TextAt: per(58 + w)}
		p.Height += 30
	}
	p.tell(l, a, unknown/total)
	return p
}

func (r *pyramidRow) place(l say.Lang, i int, most float64) {
	w := func(x float64) float64 { return widest * x / most }
	r.Y, r.Frame, r.Text = 29+30*i, 24+30*i, 40+30*i
	r.F, r.M = l.Percent(r.women, 0), l.Percent(r.men, 0)
	r.FX, r.FW, r.FT = per(43-w(r.women)), per(w(r.women)), per(42-max(w(r.women), w(r.aimedF)))
	r.MW, r.MT = per(w(r.men)), per(58+max(w(r.men), w(r.aimM)))
	if r.aimedF > 0 {
		r.AFX, r.AFW = per(43-w(r.aimedF)), per(w(r.aimedF))
	}
	if r.aimM > 0 {
		r.AMW = per(w(r.aimM))
	}
}

// near is the difference between two shares below which they are called near.
const near = .05

// tell computes the sentences: which gender saw it more, who saw it outside the
// ages asked for, and which group was served most beyond its part of the box.
func (p *pyramid) tell(l say.Lang, a *find.WholeAd, unknown float64) {
	var women, men, outside float64
	lo, hi, bounded := askedAges(a.Box.Audience)
	best, gap := -1, 0.0
	female := false
	for i, r := range p.Rows {
		women, men = women+r.women, men+r.men
		if f, ok := bracket(r.Age); ok && bounded && (f.Hi < lo || f.Lo > hi) {
			outside += r.women + r.men
		}
		if d := r.women - r.aimedF; p.Aimed && d > gap {
			best, gap, female = i, d, true
		}
		if d := r.men - r.aimM; p.Aimed && d > gap {
			best, gap, female = i, d, false
		}
	}
	w, m := l.Percent(women, 0), l.Percent(men, 0)
	switch {
	case men-women > near:
		p.Title = l.T("delivered-men", "men", m, "women", w)
	case women-men > near:
		p.Title = l.T("delivered-women", "men", m, "women", w)
	default:
		p.Title = l.T("delivered-even", "men", m, "women", w)
	}
	if unknown >= .005 {
		p.Said = append(p.Said, l.T("delivered-unknown", "share", l.Percent(unknown, 0)))
	}
	switch {
	case bounded && outside >= .005:
		p.Said = append(p.Said, l.T("delivered-outside", "share", l.Percent(outside, 0)))
	case bounded:
		p.Said = append(p.Said, l.T("delivered-inside"))
	}
	if best >= 0 && gap >= near {
		r := p.Rows[best]
		id, got, part := "over-men", r.men, r.aimM
		if female {
			id, got, part = "over-women", r.women, r.aimedF
		}
		p.Said = append(p.Said, l.T(id, "age", ageWords(l, r.Age), "share", l.Percent(got, 0), "part", l.Percent(part, 0)))
	} else if p.Aimed {
		p.Said = append(p.Said, l.T("over-none", "points", l.Int(int64(100*near))))
	}
}

// bracket reads an age bracket of an archive: 18-24, 65+.
func bracket(age string) (audience.Fact, bool) { return find.AgeBracket(age) }

func ageWords(l say.Lang, age string) string {
	f, ok := bracket(age)
	if !ok {
		return age
	}
	return l.Fact(f)
}

// askedAges are the ages that a box asks for, if it asks for a single run.
func askedAges(e *audience.Expr) (lo, hi uint8, ok bool) {
	n := 0
	for f, excluded := range e.Facts() {
		if f.Kind == audience.Age && !excluded && !f.AgeUnknown {
			lo, hi = f.Lo, f.Hi
			n++
		}
	}
	return lo, hi, n == 1
}
