package find

import (
	"testing"

	"github.com/contrechamp/contrechamp/engine/tables"
)

// TestTongues: a facet of languages counts them across countries.
func TestTongues(t *testing.T) {
	c := &version{small: &tables.Tables{}}
	for _, w := range []string{"en-US", "en", "en-GB", "fr", "US"} {
		c.small.Words.Of(w)
	}
	c.small.Words.Of("fr-XV")
	code := func(w string) uint16 { n, _ := c.small.Words.Code(w); return n }
	got := c.tongues([]int32{5, 1, 2, 3, 4, 0, 7})
	if got[code("en")] != 6 || got[code("fr")] != 11 || got[code("en-US")] != 0 || got[0] != 5 {
		t.Errorf("%v of %v", got, c.small.Words.List)
	}
}
