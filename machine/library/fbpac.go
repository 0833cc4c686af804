package library

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/contrechamp/contrechamp/draw"
	"github.com/contrechamp/contrechamp/internal/published"
	"github.com/contrechamp/contrechamp/machine/message"
)

// writeFBPAC writes what volunteers of the collector saw: each ad once, with how
// many of them saw it. It has other ids than the library, as it had.
func (s *Sold) writeFBPAC(w io.Writer, country string) error {
	seen := map[int][]sighting{}
	var order []int
	for _, x := range s.sightings {
		if seen[x.ad] == nil {
			order = append(order, x.ad)
		}
		seen[x.ad] = append(seen[x.ad], x)
	}
	slices.Sort(order)
	rows := []published.FBPACAd{}
	days := draw.For(s.Seed, "library/fbpac")
	for _, k := range order {
		a, page := &s.Ads[k], &s.Pages[s.Ads[k].Page]
		if a.NoText {
			continue // the collector kept nothing without a text
		}
		phase := message.Phases[seen[k][0].phase]
		day := before(min(a.From, max(a.To, phase.First+int(draw.Below(days.At(uint64(k)), uint64(phase.Days()))))))
		r := published.FBPACAd{
			ID: fmt.Sprint(23_840_000_000_000 + uint64(s.Seed%1e4)*100_000 + uint64(k)), HTML: "<div></div>", Political: len(seen[k]),
			Title: page.Name, Message: "<p>" + a.Text + "</p>", Created: day.Add(9 * time.Hour).Format("2006-01-02T15:04:05.000000Z"),
			Updated: day.Add(21 * time.Hour).Format("2006-01-02T15:04:05.000000Z"), Lang: page.Lang + "-" + s.Country, Impressions: len(seen[k]), Probability: .9,
			Targets: a.Box.targets(), Advertiser: &page.Name, Entities: []string{}, Page: "https://www.facebook.com/" + page.ID + "/",
		}
		if why := a.Box.because(page.Name, country); why != "" {
			r.Targeting = &why
		}
		if !a.NoPayer {
			r.PaidForBy = &page.Payer
		}
		rows = append(rows, r)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(map[string]any{"ads": rows, "total": len(rows)})
}

func (b Box) targets() []published.FBPACTarget {
	to := strconv.Itoa(int(b.To))
	if b.To == 0 {
		to = "and older"
	}
	out := []published.FBPACTarget{{Target: "Age", Segment: strings.Replace(fmt.Sprintf("%d to %s", b.From, to), " to and", " and", 1)}}
	if b.Interest != "" {
		out = append(out, published.FBPACTarget{Target: "Interest", Segment: b.Interest})
	}
	return out
}

// because is what the platform showed under "Why am I seeing this?": an interest
// if one was asked for, ages, and one place.
func (b Box) because(name, country string) string {
	where := country
	if len(b.In) == 1 {
		where = b.In[0] + ", " + country
	}
	who := "people ages " + strconv.Itoa(int(b.From)) + " and older"
	if b.To > 0 {
		who = fmt.Sprintf("people ages %d to %d", b.From, b.To)
	}
	reason := "wants to reach " + who + " who live in " + where
	if b.Interest != "" {
		reason = "wants to reach people interested in <b>" + b.Interest + "</b>"
	}
	bold := `<b id="ad_prefs_advertiser">` + name + `</b> `
	out := "<div><span><div>One reason you’re seeing this ad is that " + bold + reason + ". <a>Learn more.</a></div></span>"
	if b.Interest != "" {
		out += "<div><span>There may be other reasons you’re seeing this ad, including that " + name + " wants to reach " + who + " who live in " + where +
			". This is information based on your Facebook profile and where you’ve connected to the internet.</span></div>"
	}
	return out + "</div>"
}
