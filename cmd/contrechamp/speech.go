package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/promise"
	"github.com/contrechamp/contrechamp/say"
	"github.com/contrechamp/contrechamp/sidebyside"
	"github.com/contrechamp/contrechamp/web"
)

// speechFlags adds the flags of a question about an advertiser's words.
func speechFlags(c *cobra.Command, known ...string) func() (find.Speech, error) {
	filter := filterFlags(c)
	c.Flags().Lookup("topic").Usage = "a topic, by number or name, or words of your own"
	lang := c.Flags().String("text-lang", "", "texts in this language (fr, de); without it, the language of most texts")
	var delivered, topics *bool
	for _, k := range known {
		switch k {
		case "delivered":
			delivered = c.Flags().Bool(k, false, "compare those who saw the ads, not those aimed at")
		case "by":
			topics = c.Flags().Bool("by-topic", false, "ask about each topic too, with q")
		}
	}
	return func() (find.Speech, error) {
		v := filter()
		set := func(key, value string, on bool) {
			if on {
				v.Set(key, value)
			}
		}
		set("text_lang", *lang, *lang != "")
		set("delivered", "yes", delivered != nil && *delivered)
		set("by", "topic", topics != nil && *topics)
		return find.ParseSpeech(url.Values(v), known...)
	}
}

func newDivergence(s *settings) *cobra.Command {
	c := &cobra.Command{
		Use:   "divergence",
		Short: "Test whether an advertiser told different boxes different words",
		Long: `Compare the words of one advertiser's messages between the boxes at which they
were aimed (or, with --delivered, between those who saw them): how far they
differ, how far they would by chance if boxes were dealt out among messages of
the same month, and the smallest difference that would have been seen. Differing
words are no contradiction.`,
		Example: `  contrechamp divergence --advertiser meta:47694585682
  contrechamp divergence --advertiser meta:47694585682 --topic housing --from 2024-05-01
  contrechamp divergence --archive ira --by-topic`,
		Args: cobra.NoArgs,
	}
	question := speechFlags(c, "delivered", "by")
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		q, err := question()
		if err != nil {
			return err
		}
		return answerWith(s, cmd, func(ctx context.Context, f *find.Finder) (*find.Divergence, error) { return f.Divergence(ctx, q) }, printDivergence)
	}
	return c
}

func printDivergence(w io.Writer, l say.Lang, d *find.Divergence) {
	fmt.Fprintln(w, web.Told(l, d))
	if d.Delivered {
		fmt.Fprintln(w, l.T("divergence-delivered"))
	} else {
		fmt.Fprintln(w, l.T("divergence-targeted"))
	}
	if as := web.PagesAs(l, d.Speaker); as != "" {
		fmt.Fprintln(w, as)
	}
	for _, b := range d.Boxes {
		name := ""
		if b.Seen != nil {
			name = web.SeenWords(l, *b.Seen)
		} else {
			name = boxText(l, b.Expr)
		}
		fmt.Fprintf(w, "\n%s%s%s\n", name, l.T("colon"), l.T("n-messages", "n", b.Messages))
		for _, x := range b.Words {
			fmt.Fprintf(w, "  * %s (%s)\n", x.Word, l.T("divergence-count", "here", l.Int(int64(x.Here)), "of", l.Int(int64(b.Messages)), "elsewhere", l.Int(int64(x.Elsewhere))))
		}
		rest := web.Unmarked(b)
		if len(rest) > 0 {
			fmt.Fprintf(w, "  %s%s%s\n", l.T("divergence-strongest"), l.T("colon"), strings.Join(rest, l.T("comma")))
		}
		switch {
		case d.Test == nil:
		case b.Visible == 0:
			fmt.Fprintln(w, "  "+l.T("divergence-blind-all"))
		default:
			fmt.Fprintln(w, "  "+l.T("divergence-blind", "k", l.Int(int64(b.Visible))))
		}
	}
	if len(d.Topics) > 0 {
		fmt.Fprintf(w, "\n%s\n", l.T("divergence-topics"))
		grid(w, func(line func(...any)) {
			line("  "+l.T("topic"), l.T("divergence-messages"), l.T("divergence-excess"), l.T("divergence-visible"), "p", "q")
			for _, t := range d.Topics {
				name := "  " + t.Code.Name(string(l))
				if t.Apart != "" {
					line(name, l.Int(int64(t.Messages)), l.T("no-test"))
					continue
				}
				line(name, l.Int(int64(t.Messages)), l.Bits(t.Excess), l.Bits(t.Visible), l.PNumber(t.P), l.Bits(t.Q))
			}
		})
	}
	fmt.Fprintf(w, "\n%s%s%s\n", l.T("divergence-left"), l.T("colon"), strings.Join(leftOut(l, d), l.T("comma")))
	fmt.Fprintln(w, l.T("divergence-doubt"))
}

func leftOut(l say.Lang, d *find.Divergence) []string {
	out := []string{l.T("divergence-notext", "n", d.NoText)}
	for _, x := range []struct {
		id string
		n  int
	}{{"divergence-offtopic", d.OffTopic}, {"divergence-foreign", d.Foreign}, {"divergence-nofield", d.NoField}} {
		if x.n > 0 {
			out = append(out, l.T(x.id, "n", x.n))
		}
	}
	return out
}

func newPairs(s *settings) *cobra.Command {
	c := &cobra.Command{
		Use:   "pairs",
		Short: "Order passages to boxes that cannot overlap, to be read side by side",
		Long: `List pairs of messages of one advertiser that went to boxes which cannot overlap,
those first that speak of one subject and carry a cue of opposition (in
brackets). It is an order of reading: the rules do not recognise contradictions,
and nothing is counted as one. Mark what you have read with contrechamp mark.`,
		Example: "  contrechamp pairs --advertiser meta:47694585682\n  contrechamp pairs --archive ira --topic 23",
		Args:    cobra.NoArgs,
	}
	question := speechFlags(c)
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		q, err := question()
		if err != nil {
			return err
		}
		path, err := s.path()
		if err != nil {
			return err
		}
		marks, err := sidebyside.LoadMarks(sidebyside.Beside(path))
		if err != nil {
			return err
		}
		return answerWith(s, cmd, func(ctx context.Context, f *find.Finder) (*find.Pairs, error) { return f.Pairs(ctx, q, marks) }, printPairs)
	}
	return c
}

func printPairs(w io.Writer, l say.Lang, p *find.Pairs) {
	if p.Shown == 0 {
		fmt.Fprintln(w, l.T("pairs-none", "looked", l.Int(int64(p.Looked)), "comparable", l.Int(int64(p.Comparable))))
	} else {
		fmt.Fprintln(w, l.T("pairs-deck", "comparable", l.Int(int64(p.Comparable)), "n", p.Shown))
	}
	fmt.Fprintln(w, l.T("pairs-order"))
	switch precision := web.Judged(l, "pairs-precision", p.Judged.Precision); {
	case precision != "":
		fmt.Fprintln(w, precision)
	case p.Shown > 0:
		fmt.Fprintln(w, l.T("pairs-unmarked"))
	}
	if recall := web.Judged(l, "pairs-recall", p.Judged.Recall); recall != "" {
		fmt.Fprintln(w, recall)
	}
	for i, x := range p.Rows {
		fmt.Fprintf(w, "\n%d. ", i+1)
		printPair(w, l, x)
	}
	if p.More > 0 {
		fmt.Fprintln(w, "\n"+l.T("pairs-more", "n", p.More))
	}
}

// printPair writes two passages with their boxes.
func printPair(w io.Writer, l say.Lang, x find.PairRow) {
	fmt.Fprint(w, x.ID)
	if x.Mark != "" {
		fmt.Fprintf(w, " (%s)", l.T("mark-"+string(x.Mark)))
	}
	if len(x.Topics) > 0 {
		fmt.Fprintf(w, ", %s%s%s", l.T("pairs-topics"), l.T("colon"), web.TopicNames(l, x.Topics))
	}
	fmt.Fprintln(w)
	for _, side := range []find.PairSide{x.A, x.B} {
		fmt.Fprintf(w, "   %s\n     %s (%s)\n", bracketed(side), boxText(l, side.Boxes[0].Expr), side.Ad)
		if n := len(side.Boxes) - 1; n > 0 {
			fmt.Fprintf(w, "     %s\n", l.T("other-boxes", "n", n))
		}
	}
}

// printSaid writes what an advertiser told to whom, in short.
func printSaid(w io.Writer, l say.Lang, s *find.Said) {
	if s == nil {
		return
	}
	fmt.Fprintf(w, "%s\n%s\n", l.T("advertiser-said"), web.Told(l, s.Words))
	for _, x := range s.Pairs.Rows {
		printPair(w, l, x)
	}
	if len(s.Pairs.Rows) == 0 {
		fmt.Fprintln(w, l.T("pairs-none", "looked", l.Int(int64(s.Pairs.Looked)), "comparable", l.Int(int64(s.Pairs.Comparable))))
	} else {
		fmt.Fprintln(w, l.T("pairs-order"))
	}
	fmt.Fprintln(w)
}

// printReverse writes the reverse shot of an ad with a text, if there is one.
func printReverse(w io.Writer, l say.Lang, text string, p *find.Pairs) {
	if p == nil {
		return
	}
	fmt.Fprintf(w, "\n%s\n", l.T("ad-reverse"))
	for _, x := range p.Rows {
		printPair(w, l, x)
		fmt.Fprintln(w, l.T("ad-reverse-lead"))
		if x.A.Text != text {
			fmt.Fprintln(w, l.T("ad-reverse-version"))
		}
	}
	if len(p.Rows) == 0 {
		fmt.Fprintln(w, l.T("ad-reverse-none", "comparable", l.Int(int64(p.Comparable))))
	}
}

// bracketed is a passage on one line with its cues in brackets.
func bracketed(s find.PairSide) string {
	var b strings.Builder
	at := s.From
	for _, c := range s.Cues {
		if c.From >= at && c.To <= s.To {
			b.WriteString(s.Text[at:c.From] + "[" + s.Text[c.From:c.To] + "]")
			at = c.To
		}
	}
	b.WriteString(s.Text[at:s.To])
	return strings.Join(strings.Fields(b.String()), " ")
}

func newPromises(s *settings) *cobra.Command {
	c := &cobra.Command{
		Use:   "promises",
		Short: "Show which box an advertiser gave which promise",
		Long: `Find the sentences of one advertiser that have the form of a promise, and list
to which of its boxes each was given. What no ad says may have been said
elsewhere.`,
		Example: "  contrechamp promises --advertiser meta:47694585682 --topic housing",
		Args:    cobra.NoArgs,
	}
	question := speechFlags(c)
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		q, err := question()
		if err != nil {
			return err
		}
		return answerWith(s, cmd, func(ctx context.Context, f *find.Finder) (*find.Promises, error) { return f.Promises(ctx, q) }, printPromises)
	}
	return c
}

func printPromises(w io.Writer, l say.Lang, p *find.Promises) {
	fmt.Fprintln(w, l.T("promises-deck", "texts", l.T("n-texts", "n", p.Texts)))
	fmt.Fprintln(w, l.T("promises-silent"))
	for i, b := range p.Boxes {
		fmt.Fprintf(w, "  [%c] %s\n", 'A'+i, boxText(l, b.Box.Expr))
	}
	if p.Hidden > 0 {
		fmt.Fprintln(w, "  "+l.T("other-boxes", "n", p.Hidden))
	}
	list := func(aims bool) {
		for _, r := range p.Rows {
			if (r.Form == promise.Aim) != aims {
				continue
			}
			fmt.Fprintf(w, "\n%s\n  %s", strings.Join(strings.Fields(r.Words), " "), l.T("form-"+string(r.Form)))
			if len(r.Topics) > 0 {
				fmt.Fprintf(w, ", %s", web.TopicNames(l, r.Topics))
			}
			for _, kind := range []promise.Cell{promise.Given, promise.Other, promise.Silent, promise.Not} {
				var at []string
				for i, c := range r.Cells {
					if c == kind {
						at = append(at, string(rune('A'+i)))
					}
				}
				if len(at) > 0 {
					fmt.Fprintf(w, "; %s%s%s", l.T("promises-cell-"+string(kind)), l.T("colon"), strings.Join(at, " "))
				}
			}
			fmt.Fprintln(w)
		}
	}
	list(false)
	if p.Aims > 0 {
		fmt.Fprintf(w, "\n%s. %s\n", l.T("promises-aims"), l.T("promises-aims-lead"))
		list(true)
	}
}

func newMark(s *settings) *cobra.Command {
	var by string
	var drawn bool
	c := &cobra.Command{
		Use:   "mark PAIR contradicts|does-not|unclear",
		Short: "Keep a reader's word on a pair of passages",
		Long: `Keep what you say of a pair of passages (contrechamp pairs names them) in a file
beside the store, with your name and the day. Nothing is overwritten; of one
reader the last word counts, and where readers differ the pair is unclear.`,
		Example: "  contrechamp mark 0123456789abcdef contradicts --by Ada",
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			m := sidebyside.Mark{Pair: args[0], Verdict: sidebyside.Verdict(args[1]), By: by, On: time.Now().Format(time.DateOnly), Drawn: drawn}
			switch {
			case !sidebyside.IsPair(m.Pair):
				return contrechamp.Invalid("no pair {id}: it must be 16 digits and letters, as the list of pairs gives it", "id", m.Pair)
			case !slices.Contains(sidebyside.Verdicts, m.Verdict):
				return contrechamp.Invalid("{verdict} is no mark: say {allowed}", "verdict", args[1], "allowed", "contradicts, does-not, unclear")
			case strings.TrimSpace(by) == "":
				return contrechamp.Invalid("a mark needs its reader's name: --by NAME")
			}
			path, err := s.path()
			if err != nil {
				return err
			}
			file := sidebyside.Beside(path)
			if err := sidebyside.AddMark(file, m); err != nil {
				return err
			}
			if s.json {
				return writeJSON(cmd.OutOrStdout(), m)
			}
			l := s.language()
			fmt.Fprintln(cmd.OutOrStdout(), l.T("mark-kept", "verdict", l.T("mark-"+string(m.Verdict)), "by", by, "on", l.Day(say.ParseDay(m.On)), "file", file))
			return nil
		},
	}
	c.Flags().StringVar(&by, "by", "", "the reader's name")
	c.Flags().BoolVar(&drawn, "drawn", false, "the pair was drawn at random, not read from the order")
	return c
}
