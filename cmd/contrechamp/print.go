package main

import (
	"fmt"
	"io"

	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/say"
)

func printAd(w io.Writer, l say.Lang, a *find.WholeAd) {
	for _, t := range a.Texts {
		if t.Body != "" {
			fmt.Fprintln(w, l.Quote(t.Body))
		} else if t.Title != "" {
			fmt.Fprintln(w, l.Quote(t.Title))
		}
	}
	if len(a.Texts) == 0 {
		fmt.Fprintln(w, l.T("no-text"))
	}
	fmt.Fprintln(w)
	payer := l.T("payer-not-disclosed")
	if a.Payer != "" {
		payer = a.Payer
	}
	grid(w, func(line func(...any)) {
		line(l.T("advertiser"), a.AdvertiserName, a.Advertiser)
		line(l.T("payer"), payer)
		line(l.T("dates"), l.Span(say.ParseDay(a.Start), say.ParseDay(a.End)))
		line(l.T("money"), l.Money(a.Money))
		line(l.T("views"), l.Range(a.Views))
		line(l.T("size-of-box"), sizeText(l, a.Box))
		if why := becauseText(l, a.Box.Basis); why != "" {
			line(l.T("why"), why)
		}
		if a.Box.Real.Stated {
			line(l.T("real-size"), l.Range(a.Box.Real))
		}
		line(l.T("platform-estimate"), l.Range(a.Estimate))
	})
	fmt.Fprintf(w, "\n%s\n", l.T("ad-box"))
	b := l.Box(a.Box.Audience)
	for _, line := range b.In {
		fmt.Fprintf(w, "  %s %s\n", line.Lead, line.Text(l))
	}
	for _, it := range b.Out {
		fmt.Fprintf(w, "  − %s %s\n", l.T("except"), it.Text)
	}
	fmt.Fprintf(w, "  %s\n", a.Box.Expr)
	printReverse(w, l, a.Text, a.Reverse)
	fmt.Fprintln(w)
	for _, r := range a.Remarks {
		fmt.Fprintln(w, l.T("remark-"+r.Kind), l.Tell(r.Detail))
	}
	for _, c := range a.Copies {
		fmt.Fprintf(w, "%s %s:%d · %s %s · SHA-256 %s\n", l.T("source"), c.Name, c.Line, l.T("read-on"), l.Day(say.ParseDay(c.ReadAt)), c.SHA256)
	}
}

// sizeText is the size of a box with its mark, if it is narrow.
func sizeText(l say.Lang, b find.Box) string {
	if !b.Size.Stated {
		return l.T("no-size")
	}
	if b.Basis.Narrow != 0 {
		return l.Range(b.Size) + " (" + l.T("below-people", "n", l.Int(b.Basis.Narrow)) + ")"
	}
	return l.Range(b.Size)
}

// becauseText is why a size is wide, or why there is none.
func becauseText(l say.Lang, b find.Basis) string {
	if len(b.Reasons) == 0 {
		return ""
	}
	reasons := make([]say.Reason, len(b.Reasons))
	for i, r := range b.Reasons {
		reasons[i] = r
	}
	return l.Because(reasons...)
}

func printAdvertisers(w io.Writer, l say.Lang, p *find.Advertisers) {
	grid(w, func(line func(...any)) {
		line(l.T("title-ads"), l.T("advertiser"), "", l.T("money"), l.T("narrowest-box"), l.T("in-some-box"))
		for _, a := range p.Rows {
			name := a.Name
			if name == "" {
				name = l.T("not-stated")
			}
			narrowest, reach := "", ""
			if a.Narrowest != nil {
				narrowest = sizeText(l, *a.Narrowest)
			}
			if a.Reach != nil && a.Reach.Size.Stated {
				reach = l.Range(a.Reach.Size)
			}
			money := sumText(l, a.Money)
			if a.Ads == 0 {
				money = ""
			}
			line(l.Int(int64(a.Ads)), name, a.ID, money, narrowest, reach)
			for _, x := range a.Stated {
				line("", "  "+l.Stated(x))
			}
		}
	})
	fmt.Fprintln(w, l.T("n-advertisers", "n", p.Total))
	if p.Only > 0 {
		fmt.Fprintln(w, l.T("stated-only", "n", p.Only))
	}
}

func printAdvertiser(w io.Writer, l say.Lang, a *find.Advertiser) {
	fmt.Fprintf(w, "%s (%s)\n", a.Name, a.ID)
	if a.Ads > 0 {
		fmt.Fprintf(w, "%s · %s · %s\n", l.T("n-ads", "n", a.Ads), l.Span(say.ParseDay(a.Start), say.ParseDay(a.End)), sumText(l, a.Money))
	} else {
		fmt.Fprintln(w, l.T("stated-no-ads"))
	}
	if len(a.Stated) > 0 {
		fmt.Fprintf(w, "\n%s\n", l.T("stated-h2"))
	}
	for _, x := range a.Stated {
		fmt.Fprintln(w, "  "+l.Stated(x))
	}
	fmt.Fprintln(w)
	if a.Ads == 0 {
		return
	}
	printSaid(w, l, a.Said)
	fmt.Fprintln(w, l.T("its-boxes"))
	grid(w, func(line func(...any)) {
		for _, b := range a.Boxes {
			line("  "+l.Int(int64(b.Ads)), sumText(l, b.Money), sizeText(l, b.Box), say.Clip(120, l.Box(b.Box.Audience).Text(l)))
		}
	})
	fmt.Fprintf(w, "\n%s\n", l.T("who-is-out"))
	if len(a.Exclusions) == 0 {
		fmt.Fprintln(w, "  "+l.T("nobody-out"))
	}
	printFacts(w, l, a.Exclusions)
}

func printFacts(w io.Writer, l say.Lang, facts []find.FactUse) {
	grid(w, func(line func(...any)) {
		for _, x := range facts {
			line("  "+l.Int(int64(x.Ads)), boxText(l, x.Fact), l.T("kind-"+x.Kind), sumText(l, x.Money))
		}
	})
}

func printAudiences(w io.Writer, l say.Lang, p *find.Audiences) {
	grid(w, func(line func(...any)) {
		for _, b := range p.Rows {
			line(l.Int(int64(b.Ads)), sumText(l, b.Money), sizeText(l, b.Box), b.Box.Key, say.Clip(120, l.Box(b.Box.Audience).Text(l)))
		}
	})
	fmt.Fprintln(w, l.T("n-boxes", "n", p.Total))
}

func printExclusions(w io.Writer, l say.Lang, p *find.Exclusions) {
	fmt.Fprintln(w, l.T("exclusions-h1", "n", p.Excluding), "·", l.T("of-all", "x", l.Int(int64(p.Ads))))
	printFacts(w, l, p.Rows)
}

func printRemoved(w io.Writer, l say.Lang, p *find.Removed) {
	if len(p.Series) == 0 {
		fmt.Fprintln(w, l.T("removed-none"))
		return
	}
	for _, s := range p.Series {
		fmt.Fprintf(w, "%s%s%s, %s\n", s.Name, l.T("colon"), l.T("n-copies", "n", s.Copies), l.Span(say.ParseDay(s.First), say.ParseDay(s.Last)))
		if s.Tied {
			fmt.Fprintln(w, "  "+l.T("series-tied"))
		}
		if s.Unread > 0 {
			fmt.Fprintln(w, "  "+l.T("series-unread", "n", s.Unread))
		}
	}
	fmt.Fprintln(w, l.T("gone-ads", "n", p.Gone.Total))
	printAds(w, l, p.Gone)
	fmt.Fprintln(w, l.T("changed-ads", "n", p.Changed.Total))
	printAds(w, l, p.Changed)
}

func printSources(w io.Writer, l say.Lang, p *find.Sources) {
	grid(w, func(line func(...any)) {
		line(l.T("source"), l.T("facet-archive"), l.T("read-on"), l.T("rows"), l.T("title-ads"), l.T("tallies-short"), l.T("rejected"), l.T("repaired"))
		for _, s := range p.Rows {
			line(s.Name, l.T("archive-"+s.Archive), l.Day(say.ParseDay(s.ReadAt)), l.Int(s.Rows), l.Int(s.Ads), l.Int(s.Tallies), l.Int(s.Rejected), l.Int(s.Repaired))
		}
	})
	for _, g := range p.Gaps {
		fmt.Fprintf(w, "%s%s%s\n", l.T("archive-"+g.Archive), l.T("colon"), l.T("miss-gap", "n", g.Weeks, "span", l.Span(say.ParseDay(g.From), say.ParseDay(g.To))))
	}
	for _, r := range p.Rejects {
		file := r.File
		if file == "" {
			file = r.Name
		}
		fmt.Fprintf(w, "%s:%d %s: %s. %s\n", file, r.Line, r.ID, l.T("reason-"+r.Reason), l.Tell(r.Detail))
	}
	printCounts(w, l, l.T("remarks-cap"), p.Remarks, func(word string) string { return l.T("remark-" + word) })
	printCounts(w, l, l.T("repairs-cap"), p.Repairs, func(word string) string { return archive.Explain(string(l), archive.RepairRules, word) })
	if len(p.Unread) > 0 {
		fmt.Fprintf(w, "\n%s\n", l.T("unread-h2"))
		grid(w, func(line func(...any)) {
			for _, u := range p.Unread {
				line("  "+l.Int(u.Filled), u.Field, u.File)
			}
		})
	}
	if p.Differ.Total > 0 {
		fmt.Fprintf(w, "\n%s%scontrechamp sources --differences\n", l.T("differences-h1", "n", p.Differ.Total), l.T("colon"))
	}
}

func printCounts(w io.Writer, l say.Lang, head string, counts []find.ReasonCount, words func(string) string) {
	if len(counts) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s\n", head)
	grid(w, func(line func(...any)) {
		for _, c := range counts {
			line("  "+l.Int(c.Count), l.T("archive-"+c.Archive), words(c.Reason))
		}
	})
}

func printDifferences(w io.Writer, l say.Lang, p *find.Differences) {
	says := func(text string) string {
		if text == "" {
			return l.T("says-nothing")
		}
		return text
	}
	for _, d := range p.Rows {
		fmt.Fprintf(w, "%s %s\n", d.Ad, l.T("field-"+d.Field))
		grid(w, func(line func(...any)) {
			line("  "+d.One, says(d.Says))
			line("  "+d.Other, says(d.Instead))
		})
	}
	fmt.Fprintln(w, l.T("differences-h1", "n", p.Total))
	for _, f := range p.Fields {
		fmt.Fprintf(w, "  %s (%s)%s%s\n", l.T("field-"+f.Field), f.Field, l.T("colon"), l.Int(int64(f.Count)))
	}
	if p.Truncated {
		fmt.Fprintln(w, l.T("more-with", "after", p.Next))
	}
}
