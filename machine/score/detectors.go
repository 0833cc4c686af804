package score

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/filter"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/machine/library"
)

// detectors are the questions that are scored.
var detectors = []struct {
	name string
	unit string
	ask  func(w *world, l *Line) error
}{
	{"divergence", "pages", divergence},
	{"contradiction", "pairs of promises, of the ten read first of each page", contradiction},
	{"exclusion", "regions that a page shut out by name", exclusion},
	{"unreached", "groups of adults of a region and an age", unreached},
	{"size", "ads that hide nothing", size},
	{"real-size", "ads", realSize},
	{"network", "pairs of pages with a text in common", network},
	{"network-payer", "such pairs of one payer", samePayer},
	{"messages", "pairs of texts of a page", messages},
	{"vanished", "ads", gone},
}

// pages are the pages that have ads in Meta's library.
func (w *world) pages() (ids []string) {
	for k := range w.truth.Ads {
		if a := &w.truth.Ads[k]; strings.HasPrefix(a.ID, "meta:") && !slices.Contains(ids, a.Page) {
			ids = append(ids, a.Page)
		}
	}
	return ids
}

// eachPage asks something of the ads of every page in Meta's library.
func (w *world) eachPage(ask func(page string, f filter.Filter) error) error {
	for _, page := range w.pages() {
		f, err := ofPage(page)
		if err != nil {
			return err
		}
		if err := ask(page, f); err != nil {
			return err
		}
	}
	return nil
}

// ofPage is the filter of a page's ads in Meta's library.
func ofPage(page string) (filter.Filter, error) {
	return find.Keys.Parse(url.Values{"advertiser": {"meta:" + page}})
}

// eachAd looks at every ad, as it is and as it is told. Ads are asked for once.
func (w *world) eachAd(look func(so *library.AdTruth, ad *find.WholeAd)) error {
	for k := len(w.ads); k < len(w.truth.Ads); k++ {
		ad, err := w.Ad(w, w.truth.Ads[k].ID)
		if err != nil {
			return err
		}
		w.ads = append(w.ads, ad)
	}
	for k := range w.truth.Ads {
		look(&w.truth.Ads[k], w.ads[k])
	}
	return nil
}

// exclusion: the regions that boxes of a page exclude by name are those that were
// to be shut out.
func exclusion(w *world, l *Line) error {
	return w.eachPage(func(page string, f filter.Filter) error {
		e, err := w.Exclusions(w, f)
		if err != nil {
			return err
		}
		said := map[string]bool{}
		for _, r := range e.Rows {
			if r.Kind == "place" {
				said[r.Label[strings.LastIndex(r.Label, "/")+1:]] = true
			}
		}
		so := map[string]bool{}
		for _, s := range w.truth.ShutOut {
			if s.Page == page {
				for _, n := range s.Names {
					so[n] = true
				}
			}
		}
		l.sets(said, so)
		return nil
	})
}

// sets counts what is in both, in one only, in the other only.
func (c *Count) sets(said, so map[string]bool) {
	for x := range said {
		c.judge(true, so[x])
	}
	for x := range so {
		if !said[x] {
			c.Missed++
		}
	}
}

// unreached: groups of a region and an age of whom no ad of a page could reach
// anybody.
func unreached(w *world, l *Line) error {
	return w.eachPage(func(page string, f filter.Filter) error {
		u, err := w.Unreached(w, f, "XV")
		if err != nil {
			return err
		}
		may, people := map[string]int{}, map[string]int64{}
		for _, c := range u.Cells {
			if c.AgeFrom >= 18 {
				k := fmt.Sprint(c.Region[strings.LastIndex(c.Region, "/")+1:], " ", c.AgeFrom)
				may[k] += c.May
				people[k] += c.People
			}
		}
		said, so := map[string]bool{}, map[string]bool{}
		for k, n := range may {
			if n == 0 && people[k] > 0 {
				said[k] = true
			}
		}
		for _, x := range w.truth.Unreached {
			if x.Page == page {
				so[fmt.Sprint(x.Region, " ", x.From)] = true
			}
		}
		l.sets(said, so)
		return nil
	})
}

// size: the interval of the people in an ad's box, of ads whose library shows all
// that they ask for.
func size(w *world, l *Line) error {
	return w.sizes(l, func(so *library.AdTruth, ad *find.WholeAd) (contrechamp.Range, bool) {
		return ad.Box.Size, !so.Hidden
	})
}

// realSize: the interval of the people whom an ad is really for, of all ads: where
// something is not published it is from 0 to the published upper bound.
func realSize(w *world, l *Line) error {
	return w.sizes(l, func(so *library.AdTruth, ad *find.WholeAd) (contrechamp.Range, bool) {
		if ad.Box.Real.Stated {
			return ad.Box.Real, true
		}
		return ad.Box.Size, true
	})
}

func (w *world) sizes(l *Line, of func(*library.AdTruth, *find.WholeAd) (contrechamp.Range, bool)) error {
	return w.eachAd(func(so *library.AdTruth, ad *find.WholeAd) {
		i, asked := of(so, ad)
		if !asked || !i.Stated || so.People == 0 {
			return
		}
		l.Of++
		n := int64(so.People)
		if i.Lo <= n && (i.Open || n <= i.Hi) {
			l.Held++
		} else {
			if l.Outside == nil {
				l.Outside = map[string]int{}
			}
			l.Outside[ad.Archive]++
		}
		l.Width += float64(i.Hi-i.Lo) / float64(n)
	})
}

// gone: ads of the first copy of Meta's library that the second does not have.
func gone(w *world, l *Line) error {
	return w.eachAd(func(so *library.AdTruth, ad *find.WholeAd) { l.judge(ad.Gone, so.Vanished) })
}
