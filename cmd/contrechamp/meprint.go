package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/place"
	"github.com/contrechamp/contrechamp/reach/mybox"
	"github.com/contrechamp/contrechamp/say"
)

func printMe(w io.Writer, l say.Lang, a *meAnswer) {
	fmt.Fprintln(w, l.T("me-cli-total", "x", int64(a.Total.Ads)))
	for _, x := range []struct {
		id, list string
		n        mybox.Count
	}{{"me-cli-yes", "yes", a.Yes}, {"me-cli-unknown", "unknown", a.Unknown}, {"me-cli-no", "no", a.No}} {
		n := x.n.Ads
		if x.list == "yes" {
			n -= a.Published
		}
		fmt.Fprintf(w, "\n%s\n", l.T(x.id, "x", int64(n)))
		switch {
		case x.list == "yes" && a.Published > 0:
			fmt.Fprintln(w, l.T("me-cli-published", "x", int64(a.Published)))
			for _, q := range a.Silent {
				kinds := make([]string, len(q.Kinds))
				for i, k := range q.Kinds {
					kinds[i] = l.T("me-kind-" + k)
				}
				fmt.Fprintf(w, "  %s%s%s\n", l.T("archive-"+q.Archive), l.T("colon"), strings.Join(kinds, ", "))
			}
		case x.list == "unknown" && x.n.Ads > 0:
			fmt.Fprintln(w, "  "+l.T("me-cli-hidden", "x", int64(a.Hidden)))
			fmt.Fprintln(w, "  "+l.T("me-cli-open", "x", int64(a.Open)))
		}
		for _, i := range a.Lists[x.list] {
			text := l.T("me-js-text-none")
			if i.Text != "" {
				text = l.Quote(say.Clip(110, i.Text))
			}
			fmt.Fprintf(w, "\n  %s\n    %s · %s · %s\n    %s\n", text, named(l, i.Advertiser), l.T("n-ads", "n", int64(i.Ads)), i.ID, a.reason(l, x.list, i))
		}
	}
	if len(a.WhatIf) > 0 {
		fmt.Fprintf(w, "\n%s\n", l.T("me-h-whatif"))
		grid(w, func(line func(...any)) {
			for _, c := range a.WhatIf[:min(len(a.WhatIf), 12)] {
				not := ""
				if c.Not {
					not = l.T("except") + " "
				}
				line("  "+not+l.Fact(a.spelled(c.fact)), "+"+l.Int(int64(c.Won)), l.Int(-int64(c.Lost)))
			}
		})
	}
	fmt.Fprintf(w, "\n%s\n", l.T("me-h-others"))
	if x := a.Contrast; x != nil {
		fmt.Fprintf(w, "  %s\n  %s%s%s (%s)\n  %s%s%s (%s)\n\n", named(l, x.Advertiser), l.T("me-js-shot-you"), l.T("colon"), l.Quote(x.You), x.YourAd, l.T("me-js-shot-others"), l.T("colon"), l.Quote(x.Others), x.OthersAd)
	}
	grid(w, func(line func(...any)) {
		line("  "+l.T("me-h-told"), l.T("me-to-you"), l.T("me-to-others"))
		for _, t := range a.Others[:min(len(a.Others), 12)] {
			line("  "+named(l, t.Name), l.Int(int64(t.You)), l.Int(int64(t.Others)))
		}
	})
}

// named is the name of an advertiser, which archives may not state.
func named(l say.Lang, name string) string {
	if name == "" {
		return l.T("not-stated")
	}
	return name
}

// spelled is a fact as some archive spells it.
func (a *meAnswer) spelled(f audience.Fact) audience.Fact {
	if s, ok := a.words[f.String()]; ok {
		return s
	}
	return f
}

// hangs writes the facts that an answer hangs on; several postcodes, places or
// labels are one thing that was left open.
func (a *meAnswer) hangs(l say.Lang, on []audience.Fact) []string {
	kinds := [...]string{"zip", "place", "label", ""}
	var facts [len(kinds)][]string
	var first [len(kinds)]string
	for _, f := range on {
		words, kind := l.Fact(a.spelled(f)), len(kinds)-1
		switch {
		case f.Kind == audience.Place && f.Area.Shape == audience.NoArea && f.Where <= audience.Lives:
			kind = 1
			if typ, name, _ := place.SegmentType(f.Label[strings.LastIndexByte(f.Label, '/')+1:]); typ == "zip" {
				kind = 0
				if facts[0] == nil {
					first[0] = words
				}
				words = name
			}
		case f.Kind.Labelled():
			kind = 2
		}
		facts[kind] = append(facts[kind], words)
	}
	var out []string
	for k, words := range facts {
		list := strings.Join(words[:min(3, len(words))], ", ")
		if len(words) > 4 {
			list = l.T("me-js-on-rest", "list", list, "n", len(words)-3)
		} else {
			list = strings.Join(words, ", ")
		}
		switch {
		case len(words) == 0:
		case kinds[k] == "" || len(words) == 1:
			out = append(out, cmp.Or(first[k], list))
		default:
			out = append(out, l.T("me-js-on-"+kinds[k], "list", list))
		}
	}
	return out
}

// reason puts into words what an answer rests on.
func (a *meAnswer) reason(l say.Lang, list string, i meItem) string {
	as := func(e *audience.Expr) *audience.Expr { return audience.Map(e, a.spelled) }
	if list == "unknown" && len(i.why.On) > 0 {
		return l.T("me-js-on", "list", strings.Join(a.hangs(l, i.why.On), " · "))
	}
	var parts []*audience.Expr
	for _, g := range i.why.In {
		var alternatives []*audience.Expr
		for _, f := range g {
			alternatives = append(alternatives, audience.Of(f))
		}
		parts = append(parts, as(audience.Or(alternatives...)))
	}
	for _, x := range i.why.Rest {
		parts = append(parts, as(x))
	}
	for _, f := range i.why.Out {
		parts = append(parts, audience.Except(audience.Of(a.spelled(f))))
	}
	box := l.Box(audience.And(parts...)).Text(l)
	if list == "no" {
		return l.T("me-js-needs", "list", box)
	}
	return box
}
