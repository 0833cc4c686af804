package say

import (
	"strings"

	"github.com/contrechamp/contrechamp/audience"
)

// Reason is why a size is wide: a kind of package population and what it
// concerns.
type Reason interface{ Cause() (kind, fact string) }

// within is a Reason that knows the counted region around the place it concerns.
type within interface{ Within() string }

// Because writes reasons as one line, exact if there are none.
func (l Lang) Because(reasons ...Reason) string {
	if len(reasons) == 0 {
		return l.T("why-exact")
	}
	var out []string
	for _, r := range reasons {
		kind, fact := r.Cause()
		if e, err := audience.Parse(fact); err == nil {
			fact = l.Box(e).Text(l)
		} else if fact != "" {
			fact = PlaceName(l, fact)
		}
		words := l.T("why-"+kind, "fact", fact)
		switch w, ok := r.(within); {
		case ok && w.Within() != "":
			var regions []string
			for path := range strings.SplitSeq(w.Within(), "|") {
				regions = append(regions, PlaceName(l, path))
			}
			words = l.T("why-within", "why", words, "region", strings.Join(regions, ", "))
		case ok && kind == "radius":
			words = l.T("why-radius-regions")
		}
		out = append(out, words)
	}
	return strings.Join(out, l.pick(thin+"; ", "; "))
}
