package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/filter"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/say"
)

// filtered makes a command that answers a filter with a value and prints it.
func filtered[T any](use, short, example string, answer func(*find.Finder, context.Context, filter.Filter) (T, error), show func(io.Writer, say.Lang, T)) func(*settings) *cobra.Command {
	return func(s *settings) *cobra.Command {
		c := &cobra.Command{Use: use, Short: short, Example: example, Args: cobra.NoArgs}
		filter := filterFlags(c)
		c.RunE = func(cmd *cobra.Command, _ []string) error {
			f, err := find.Keys.Parse(filter())
			if err != nil {
				return err
			}
			return answerWith(s, cmd, func(ctx context.Context, finder *find.Finder) (T, error) { return answer(finder, ctx, f) }, show)
		}
		return c
	}
}

// byID makes a command that answers with one thing of an id.
func byID[T any](use, short, example string, answer func(*find.Finder, context.Context, string) (T, error), show func(io.Writer, say.Lang, T)) func(*settings) *cobra.Command {
	return func(s *settings) *cobra.Command {
		return &cobra.Command{Use: use, Short: short, Example: example, Args: cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error {
				return answerWith(s, cmd, func(ctx context.Context, finder *find.Finder) (T, error) { return answer(finder, ctx, args[0]) }, show)
			}}
	}
}

// answerWith opens the store, asks, and prints the answer as text or JSON.
func answerWith[T any](s *settings, cmd *cobra.Command, ask func(context.Context, *find.Finder) (T, error), show func(io.Writer, say.Lang, T)) error {
	_, finder, done, err := s.open(cmd)
	if err != nil {
		return err
	}
	defer done()
	v, err := ask(cmd.Context(), finder)
	if err != nil {
		return err
	}
	if s.json {
		return writeJSON(cmd.OutOrStdout(), v)
	}
	show(cmd.OutOrStdout(), s.language(), v)
	return nil
}

// grid prints rows in columns.
func grid(w io.Writer, rows func(line func(cells ...any))) {
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	rows(func(cells ...any) {
		for i, c := range cells {
			if i > 0 {
				fmt.Fprint(t, "\t")
			}
			fmt.Fprint(t, c)
		}
		fmt.Fprintln(t)
	})
	t.Flush()
}

func boxText(l say.Lang, expr string) string {
	e, err := audience.Parse(expr)
	if err != nil {
		return expr
	}
	return l.Box(e).Text(l)
}

func sumText(l say.Lang, sums []find.Sum) string {
	out := ""
	for i, m := range sums {
		if i > 0 {
			out += " · "
		}
		out += l.Money(m.Money)
	}
	return out
}

var (
	newAd = byID("ad ID", "Show one ad: what, who, to whom, for how much, and the row it comes from",
		"  contrechamp ad meta:742127941466854", (*find.Finder).Ad, printAd)
	newAdvertisers = filtered("advertisers", "List who advertises",
		"  contrechamp advertisers --excludes any", (*find.Finder).Advertisers, printAdvertisers)
	newAdvertiser = byID("advertiser ID", "Show one advertiser: money over time, boxes, exclusions",
		"  contrechamp advertiser meta:47694585682", (*find.Finder).Advertiser, printAdvertiser)
	newAudiences = filtered("audiences", "List the boxes that ads aim at, by money",
		"  contrechamp audiences --criteria 3..", (*find.Finder).Audiences, printAudiences)
	newExclusions = filtered("exclusions", "List who is left out, and by whom",
		"  contrechamp exclusions --advertiser meta:47694585682", (*find.Finder).Exclusions, printExclusions)
	newRemoved = filtered("removed", "List ads that are gone from, or changed in, the newest copy of their archive",
		"  contrechamp removed --archive meta", (*find.Finder).Removed, printRemoved)
)

func newSources(s *settings) *cobra.Command {
	var differences bool
	var field, after, limit string
	c := &cobra.Command{Use: "sources", Short: "List the copies in the store, what is missing and what could not be read", Example: "  contrechamp sources --json\n  contrechamp sources --differences --field spend --limit 1000", Args: cobra.NoArgs}
	c.Flags().BoolVar(&differences, "differences", false, "list where two extractions of the same ads disagree: ad, field, both readings")
	c.Flags().StringVar(&field, "field", "", "only differences in this field, such as spend, text or audience")
	c.Flags().StringVar(&after, "after", "", "go on behind this difference")
	c.Flags().StringVar(&limit, "limit", "", "differences to list")
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		if !differences {
			if field != "" || after != "" || limit != "" {
				return contrechamp.Invalid("--field, --after and --limit are about differences: add --differences")
			}
			return answerWith(s, cmd, func(ctx context.Context, f *find.Finder) (*find.Sources, error) { return f.Sources(ctx) }, printSources)
		}
		values := url.Values{}
		for k, v := range map[string]string{"after": after, "limit": limit} {
			if v != "" {
				values.Set(k, v)
			}
		}
		list, err := find.Keys.Parse(values)
		if err != nil {
			return err
		}
		return answerWith(s, cmd, func(ctx context.Context, f *find.Finder) (*find.Differences, error) {
			return f.Differences(ctx, field, list)
		}, printDifferences)
	}
	return c
}
