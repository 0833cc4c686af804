package rows

import (
	"strings"

	"github.com/contrechamp/contrechamp/audience"
)

// Other is a criterion that no kind of fact fits, in the archive's own words.
func Other(raw string) *audience.Expr { return audience.Label(audience.Other, raw) }

// Placed is the fact of being in a place.
func Placed(path string) *audience.Expr {
	return audience.Of(audience.Fact{Kind: audience.Place, Label: path})
}

// PlaceName escapes a name for a place's path.
func PlaceName(s string) string { return strings.ReplaceAll(s, "/", "%2F") }
