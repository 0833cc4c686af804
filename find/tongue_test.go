package find

import "testing"

// TestTongues: a facet of languages counts them across countries.
func TestTongues(t *testing.T) {
	c := &columns{}
	for _, w := range []string{"en-US", "en", "en-GB", "fr", "US"} {
		c.words.of(w)
	}
	c.words.of("fr-XV")
	got := c.tongues([]int32{5, 1, 2, 3, 4, 0, 7})
	if got[c.words.code["en"]] != 6 || got[c.words.code["fr"]] != 11 || got[c.words.code["en-US"]] != 0 || got[0] != 5 {
		t.Errorf("%v of %v", got, c.words.list)
	}
}
