package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"

	"github.com/spf13/cobra"

	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/say"
)

var newAds = filtered("ads", "List ads: what was said, to whom, for how much",
	`  contrechamp ads --q "gun rights" --excludes any
  contrechamp ads --archive meta --min 1000 --currency EUR --sort money
  contrechamp ads --aims 'age 18..24 and place "DE/Bayern"'
  contrechamp ads --aims 'age 34..34 and gender female' --how may --json`,
	(*find.Finder).Ads, printAds)

// filterFlags gives a command a flag for every key of a filter, repeatable,
// and a function that reads them as a query string would be.
func filterFlags(c *cobra.Command) func() url.Values {
	values := map[string]*[]string{}
	for _, k := range find.Keys {
		values[k.Name] = c.Flags().StringArray(k.Name, nil, k.Help)
	}
	sort := c.Flags().String("sort", "", "newest, oldest, money, size, criteria")
	after := c.Flags().String("after", "", "go on behind this ad")
	limit := c.Flags().String("limit", "", "rows to show")
	return func() url.Values {
		v := url.Values{}
		for k, x := range values {
			for _, one := range *x {
				v.Add(k, one)
			}
		}
		for k, x := range map[string]*string{"sort": sort, "after": after, "limit": limit} {
			if *x != "" {
				v.Set(k, *x)
			}
		}
		return v
	}
}

func printAds(w io.Writer, l say.Lang, ads *find.Ads) {
	for _, a := range ads.Rows {
		text := a.Text
		if text == "" {
			text = a.Title
		}
		if text == "" {
			text = l.T("no-text")
		} else {
			text = l.Quote(say.Clip(160, text))
		}
		fmt.Fprintln(w, text)
		fmt.Fprintln(w, "    "+l.Box(a.Box.Audience).Text(l))
		size := l.T("size-of-box") + l.T("colon") + sizeText(l, a.Box)
		if why := becauseText(l, a.Box.Basis); why != "" {
			size += " · " + why
		}
		if a.Estimate.Stated {
			size += " · " + l.T("platform-estimate") + l.T("colon") + l.Range(a.Estimate)
		}
		fmt.Fprintln(w, "    "+size)
		payer := l.T("payer-not-disclosed")
		if a.Payer != "" {
			payer = l.T("paid-by", "x", a.Payer)
		}
		fmt.Fprintf(w, "    %s · %s · %s · %s\n\n", l.Money(a.Money), payer, l.Span(say.ParseDay(a.Start), say.ParseDay(a.End)), a.ID)
	}
	fmt.Fprint(w, l.T("n-ads", "n", ads.Total))
	for _, m := range ads.Money {
		fmt.Fprint(w, " · ", l.Between(m.Money))
	}
	fmt.Fprintln(w)
	if ads.Truncated {
		fmt.Fprintln(w, l.T("more-with", "after", ads.Next))
	}
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(v)
}
