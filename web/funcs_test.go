package web

import "testing"

// TestFuncsHaveOneHome: of a name that two maps hold, one would never be called.
func TestFuncsHaveOneHome(t *testing.T) {
	seen := map[string]bool{}
	for _, some := range funcsByIdea {
		for name := range some("en") {
			if seen[name] {
				t.Errorf("%s stands in two maps", name)
			}
			seen[name] = true
		}
	}
}
