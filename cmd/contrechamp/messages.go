package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/say"
	"github.com/contrechamp/contrechamp/web"
)

func newMessages(s *settings) *cobra.Command {
	c := &cobra.Command{
		Use:   "messages",
		Short: "List what an advertiser said, near copies as one message",
		Long: `List the messages of one advertiser, those told to most boxes first: texts that
are the same up to small changes count as one. Each has its other wordings, what
is filled in at the same place, and the other pages that ran it.`,
		Example: "  contrechamp messages --advertiser meta:47694585682",
		Args:    cobra.NoArgs,
	}
	question := speechFlags(c)
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		q, err := question()
		if err != nil {
			return err
		}
		return answerWith(s, cmd, func(ctx context.Context, f *find.Finder) (*find.Messages, error) { return f.Messages(ctx, q) }, printMessages)
	}
	return c
}

func printMessages(w io.Writer, l say.Lang, m *find.Messages) {
	if m.Count == 0 {
		fmt.Fprintln(w, l.T("messages-none"))
		return
	}
	fmt.Fprintln(w, l.T("messages-deck", "texts", l.T("n-texts", "n", m.Texts), "messages", l.T("n-messages", "n", m.Count)))
	one := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	for _, r := range m.Rows {
		fmt.Fprintf(w, "\n%s  %s\n  %s, %s", r.ID, one(r.Text), l.T("n-ads", "n", r.Ads), l.T("n-boxes", "n", len(r.Boxes)))
		for _, sum := range r.Money {
			fmt.Fprint(w, ", ", l.Between(sum.Money))
		}
		fmt.Fprintln(w)
		for _, v := range r.Variants {
			fmt.Fprintf(w, "  + %s\n", web.Bracketed(r.Text, v.Text))
		}
		for _, slot := range r.Slots {
			fmt.Fprintf(w, "  %s%s%s\n", l.T("messages-slot-"+string(slot.Kind)), l.T("colon"), web.Fillings(l, slot))
		}
		for _, o := range r.Others {
			fmt.Fprintf(w, "  %s %s (%s)\n", l.T("messages-others"), o.Name, l.T("messages-payer-"+o.Payer))
		}
	}
	if m.More > 0 {
		fmt.Fprintln(w, "\n"+l.T("messages-more", "n", m.More))
	}
}
