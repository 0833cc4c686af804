package web

import (
	"regexp"
	"strings"
	"testing"
)

// TestFallbackColours holds the colours for older browsers to those of the
// style sheet.
func TestFallbackColours(t *testing.T) {
	style, err := assetFiles.ReadFile("assets/style.css")
	if err != nil {
		t.Fatal(err)
	}
	fallback, err := assetFiles.ReadFile("assets/fallback.css")
	if err != nil {
		t.Fatal(err)
	}
	tokens := regexp.MustCompile(`(--[a-z0-9-]+): light-dark\((#[0-9a-f]+), (#[0-9a-f]+)\)`).FindAllStringSubmatch(string(style), -1)
	if n := strings.Count(string(style), "light-dark(#"); n != len(tokens) || n < 15 {
		t.Errorf("%d uses of light-dark(), %d tokens: every pair must be a token, so that it has a fallback", n, len(tokens))
	}
	for _, x := range tokens {
		for _, colour := range x[2:] {
			if n := strings.Count(string(fallback), " "+x[1]+": "+colour+";"); n != 2 && x[2] != x[3] {
				t.Errorf("%s: %s stands %d times in fallback.css, want 2", x[1], colour, n)
			}
		}
	}
}
