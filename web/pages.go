package web

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/find"
)

// pages are all addresses of the site. A new one is a line here, a function
// and a template of its name.
var pages = []page{
	{"home", "/{$}", "", getHome},
	{"ads", "/ads", "mirror", getAds},
	{"ad", "/ads/{id}", "mirror", getAd},
	{"advertisers", "/advertisers", "mirror", getAdvertisers},
	{"advertiser", "/advertisers/{id}", "mirror", getAdvertiser},
	{"audiences", "/audiences", "mirror", getAudiences},
	{"audience", "/audiences/{id}", "mirror", getAudience},
	{"exclusions", "/exclusions", "mirror", getExclusions},
	{"unreached", "/unreached", "mirror", getUnreached},
	{"divergence", "/divergence", "mirror", getDivergence},
	{"messages", "/messages", "mirror", getMessages},
	{"pairs", "/pairs", "mirror", getPairs},
	{"promises", "/promises", "mirror", getPromises},
	{"removed", "/removed", "mirror", getRemoved},
	{"me", "/me", "me", getMe},
	{"lab", "/lab", "lab", getLab},
	{"labreport", "/lab/{id}", "lab", getLabReport},
	{"sources", "/sources", "sources", getSources},
	{"differences", "/differences", "sources", getDifferences},
	{"findings", "/findings", "method", getFindings},
	{"finding", "/finding/{id}", "method", getFinding},
	{"method", "/method", "method", getMethod},
	{"dictionary", "/dictionary", "method", getDictionary},
}

// window is an entry of the navigation.
type window struct{ Name, Href string }

// windows are the entries, method first; only what exists is offered.
var windows = []window{
	{"method", "/method"},
	{"mirror", "/ads"},
	{"me", "/me"},
	{"lab", "/lab"},
	{"sources", "/sources"},
}

// state is what every page says of the store.
func (s *Site) state(ctx context.Context) find.State {
	st, err := s.Finder.State(ctx)
	if err != nil {
		return find.State{} // the page itself has met the same error
	}
	return st
}

// only refuses parameters other than those named.
func (r *request) only(known ...string) error {
	for _, k := range slices.Sorted(maps.Keys(r.values)) {
		if !slices.Contains(known, k) {
			what := contrechamp.Say("this page takes none")
			if len(known) > 0 {
				what = contrechamp.Say("known are {names}", "names", strings.Join(known, ", "))
			}
			return contrechamp.Invalid(`unknown parameter "{key}"; {what}`, "key", k, "what", what)
		}
	}
	return nil
}

func getMethod(ctx context.Context, r *request) (any, error) {
	if err := r.only(); err != nil {
		return nil, err
	}
	return newMethodPage(r.lang), nil
}
