package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/say"
)

func newUnreached(s *settings) *cobra.Command {
	c := &cobra.Command{
		Use:   "unreached",
		Short: "Show whom no ad could reach: all boxes joined with all cells of the population",
		Long: `Join the boxes of the chosen ads with every cell of the population tables of the
countries that they name: how many people are in at least one box, whom no ad
could reach, whom only through parts that cannot be known, and who gets most.
Cells of fewer than 10 people are hidden.`,
		Example: `  contrechamp unreached --advertiser meta:47694585682
  contrechamp unreached --archive ira --population US --json`,
		Args: cobra.NoArgs,
	}
	country := c.Flags().String("population", "", "the country whose people are shown (default: where most of the ads ran)")
	filter := filterFlags(c)
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		f, err := find.Keys.Parse(filter())
		if err != nil {
			return err
		}
		return answerWith(s, cmd, func(ctx context.Context, finder *find.Finder) (*find.Unreached, error) {
			return finder.Unreached(ctx, f, *country)
		}, printUnreached)
	}
	return c
}

func printUnreached(w io.Writer, l say.Lang, u *find.Unreached) {
	fmt.Fprintln(w, l.T("n-ads", "n", u.Ads)+l.T("comma")+l.T("n-boxes", "n", u.Boxes))
	if u.Reach == nil {
		fmt.Fprintln(w, l.T("unreached-no-table"))
		return
	}
	printReach(w, l, u.Reach)
	fmt.Fprintln(w)
	grid(w, func(line func(...any)) {
		line(l.T("facet-country"), l.T("thirds-people"), l.T("thirds-none"), l.T("thirds-may"), l.T("thirds-sure"), "")
		for _, c := range u.Countries {
			line(say.PlaceName(l, c.Country), l.Int(c.People), l.Int(c.Unreached), l.Int(c.Possibly), l.Int(c.Surely), fmt.Sprintf("%s, %s %d", l.T("thirds-from", "age", fmt.Sprint(c.From)), c.Source, c.Year))
		}
	})
	if len(u.ShutOut) > 0 {
		names := make([]string, len(u.ShutOut))
		for i, c := range u.ShutOut {
			names[i] = say.PlaceName(l, c)
		}
		fmt.Fprintln(w, l.T("countries-shut-out", "list", strings.Join(names, l.T("comma"))))
	}
	if u.Country == "" {
		return
	}
	fmt.Fprintf(w, "\n%s\n", l.T("grid-h2", "place", say.PlaceName(l, u.Country)))
	for _, g := range u.Grids {
		printGrid(w, l, g)
	}
	printGroups(w, l, "least-h2", l.T("least-none", "n", u.Groups), u.Least, func(g find.GroupCover) string { return l.Int(g.Unreached) }, u.MoreLeast)
	printGroups(w, l, "unsure-h2", l.T("unsure-none"), u.Unsure, func(g find.GroupCover) string { return l.Int(g.Possibly) }, u.MoreSure)
	printGroups(w, l, "most-h2", l.T("most-none"), u.Most, func(g find.GroupCover) string {
		return l.Float(g.AdsSure, 1) + "–" + l.Float(g.AdsMay, 1) + " " + l.T("ads-each")
	}, 0)
	if u.Small > 0 {
		fmt.Fprintln(w, l.T("small-groups", "n", u.Small))
	}
}

func printReach(w io.Writer, l say.Lang, r *find.Reach) {
	if r.Size.Stated {
		fmt.Fprintf(w, "%s%s%s %s\n", l.T("reach-h2"), l.T("colon"), l.Range(r.Size), l.T("reach-people"))
	}
	for _, y := range r.Basis.Reasons {
		words := l.Because(y)
		if n := len(r.Basis.NoTable); y.Kind == "no-table" && n > 1 {
			words = l.T("why-no-table-n", "n", n, "list", strings.Join(r.Basis.NoTable, ", "))
		}
		fmt.Fprintf(w, "  %s: %s\n", l.T("n-ads", "n", y.N), words)
	}
	if r.Unsized > 0 {
		fmt.Fprintln(w, l.T("reach-unsized", "n", r.Unsized))
	}
}

// printGrid prints a region a line, ages as columns: the number of ads, 0 in
// brackets for nobody's, ? for what cannot be known.
func printGrid(w io.Writer, l say.Lang, g *find.Cover) {
	title := l.T("sex-both")
	if g.Sex != "" {
		title = l.T("sex-" + g.Sex)
	}
	grid(w, func(line func(...any)) {
		head := []any{title}
		for _, a := range g.Ages {
			head = append(head, a)
		}
		line(head...)
		for _, r := range g.Regions {
			row := []any{say.PlaceName(l, r.Region)}
			for _, c := range r.Cells {
				switch {
				case c.Small:
					row = append(row, "<10")
				case c.Unknown:
					row = append(row, "?")
				case c.Unreached:
					row = append(row, "[0]")
				default:
					row = append(row, l.Int(int64(c.Ads)))
				}
			}
			line(row...)
		}
	})
	fmt.Fprintln(w)
}

func printGroups(w io.Writer, l say.Lang, title, none string, groups []find.GroupCover, figure func(find.GroupCover) string, more int) {
	fmt.Fprintln(w, l.T(title))
	if len(groups) == 0 {
		fmt.Fprintf(w, "  %s\n\n", none)
		return
	}
	grid(w, func(line func(...any)) {
		for _, g := range groups {
			sex := ""
			if g.Sex != "" {
				sex = l.T("gender-" + g.Sex)
			}
			line("  "+figure(g), say.PlaceName(l, g.Region), sex, g.Ages)
		}
	})
	if more > 0 {
		fmt.Fprintln(w, "  "+l.T("more-groups", "n", more))
	}
	fmt.Fprintln(w)
}
