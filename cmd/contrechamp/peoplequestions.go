package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/contrechamp/contrechamp/filter"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/say"
)

// populationQuestions are the subcommands of population that ask.
var populationQuestions = []func(*settings) *cobra.Command{
	newPopulationSources,
	filtered("unjoined", "List the places of boxes that no counted region joins exactly, by reason",
		"  contrechamp population unjoined --archive meta\n  contrechamp population unjoined --limit 1000 --json", (*find.Finder).Unjoined, printUnjoined),
	filtered("quality", "Compare the sizes of boxes with the platforms' own estimates",
		"  contrechamp population quality --archive meta", func(f *find.Finder, ctx context.Context, filter filter.Filter) ([]find.Quality, error) {
			return f.Quality(ctx, filter)
		}, printQuality),
}

func newPopulationSources(s *settings) *cobra.Command {
	return &cobra.Command{Use: "sources", Short: "List the tables of people: year, licence, what they count, what could not be joined",
		Example: "  contrechamp population sources", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return answerWith(s, cmd, func(ctx context.Context, f *find.Finder) ([]find.PopulationSource, error) { return f.Populations(ctx) }, printPopulations)
		}}
}

func printPopulations(w io.Writer, l say.Lang, list []find.PopulationSource) {
	for _, p := range list {
		fmt.Fprintln(w, p.Title)
		year := ""
		if p.Year > 0 {
			year = fmt.Sprintf("%d · ", p.Year)
		}
		fmt.Fprintf(w, "  %s%s · %s · %s\n", year, p.Publisher, p.Licence, p.Note)
		fmt.Fprintf(w, "  %s%s%s · %s\n", l.T("population-cells"), l.T("colon"), l.Int(p.Cells), l.T("population-parts", "names", p.Names, "parts", p.Parts))
		if p.Builtin {
			fmt.Fprintln(w, "  "+l.T("population-builtin"))
		} else {
			fmt.Fprintf(w, "  %s · %s %s · SHA-256 %s\n", p.File, l.T("read-on"), l.Day(say.ParseDay(p.ReadAt)), p.SHA256)
		}
		for _, r := range p.Remarks {
			fmt.Fprintln(w, "  "+r)
		}
		if len(p.NotJoined) > 0 {
			fmt.Fprintln(w, "  "+l.T("population-not-joined", "n", len(p.NotJoined), "list", strings.Join(p.NotJoined, ", ")))
		}
		fmt.Fprintln(w)
	}
}

func printUnjoined(w io.Writer, l say.Lang, u *find.Unjoined) {
	fmt.Fprintln(w, l.T("unjoined-done", "n", u.Places, "counted", u.Counted))
	for _, r := range u.Reasons {
		fmt.Fprintf(w, "  %s%s%s\n", l.T("unjoined-why-"+r.Reason), l.T("colon"), l.Int(r.Count))
	}
	if u.Loose > 0 {
		fmt.Fprintln(w, "  "+l.T("unjoined-loose", "n", u.Loose))
	}
	fmt.Fprintln(w)
	grid(w, func(line func(...any)) {
		for _, p := range u.Rows {
			line(l.T("n-ads", "n", p.Ads), p.Fact, l.T("unjoined-why-"+p.Reason), p.In)
		}
	})
	if u.More > 0 {
		fmt.Fprintln(w, l.T("more-values", "n", u.More))
	}
}

func printQuality(w io.Writer, l say.Lang, list []find.Quality) {
	if len(list) == 0 {
		fmt.Fprintln(w, l.T("quality-none"))
	}
	for _, q := range list {
		fmt.Fprintf(w, "%s%s%s\n", l.T("archive-"+q.Archive), l.T("colon"), l.T("n-ads", "n", q.Ads))
		grid(w, func(line func(...any)) {
			for _, c := range q.Counts() {
				line("  "+l.Int(int64(c.Ads)), l.T("quality-"+c.Name))
			}
		})
		fmt.Fprintln(w, l.T("quality-share", "share", l.Percent(q.Share, 1)), l.T("quality-bounded", "overlap", l.Int(int64(q.BoundedOverlap)), "n", l.Int(int64(q.Bounded))))
		fmt.Fprintf(w, "\n%s\n", l.T("quality-why"))
		grid(w, func(line func(...any)) {
			for _, c := range q.Causes {
				line("  "+l.T("quality-class-"+c.Class), l.Int(int64(c.Ads)), l.QualityCause(c.What))
			}
		})
		if len(q.Silent) > 0 {
			fmt.Fprintln(w, l.T("quality-silent", "archive", l.T("archive-"+q.Archive), "kinds", kindList(l, q.Silent)))
		}
		if q.Passed > 0 {
			fmt.Fprintln(w, l.T("quality-passed", "n", q.Passed))
		}
	}
}

// kindList names kinds of facts.
func kindList(l say.Lang, kinds []string) string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = l.T("kind-" + k)
	}
	return strings.Join(names, ", ")
}
