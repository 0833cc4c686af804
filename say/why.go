package say

import (
	"strings"

	"github.com/contrechamp/contrechamp/audience"
)

// Reason is why a size is wide: a kind of package population and what it
// concerns.
type Reason interface{ Cause() (kind, fact string) }

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
		out = append(out, l.T("why-"+kind, "fact", fact))
	}
	return strings.Join(out, l.pick(thin+"; ", "; "))
}
