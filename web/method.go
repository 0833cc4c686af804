package web

import "github.com/contrechamp/contrechamp/archive"

// methodPage is how the program works, for a reader.
type methodPage struct {
	Archives []silentArchive `json:"archives"`
}

// silentArchive is a format with the kinds of fact that it never publishes.
type silentArchive struct {
	Name   string   `json:"name"`
	Silent []string `json:"silent"`
}

func silentKinds() []silentArchive {
	var out []silentArchive
	seen := map[string]bool{}
	for _, f := range archive.All {
		if seen[f.Name()] {
			continue
		}
		seen[f.Name()] = true
		a := silentArchive{Name: f.Name(), Silent: []string{}}
		for _, k := range f.Silent() {
			a.Silent = append(a.Silent, k.String())
		}
		out = append(out, a)
	}
	return out
}
