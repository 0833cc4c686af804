package web

import (
	"strings"

	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/say"
)

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

// silentWords names the kinds of fact that an archive never publishes; "" if
// there are none.
func silentWords(l say.Lang, name string) string {
	for _, f := range archive.All {
		if f.Name() != name {
			continue
		}
		var out []string
		for _, k := range f.Silent() {
			out = append(out, l.T("kind-"+k.String()))
		}
		return strings.Join(out, ", ")
	}
	return ""
}
