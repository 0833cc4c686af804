package place

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed table/postcodes.tsv
var postcodesTSV string

// prefixes are runs of first digits of postcodes and the region they lie in.
type prefixes struct{ from, to, region string }

var postcodes = sync.OnceValue(func() map[string][]prefixes {
	m := map[string][]prefixes{}
	for line := range lines(postcodesTSV) {
		var f [4]string
		for i := range f {
			f[i], line, _ = strings.Cut(line, "\t")
		}
		m[f[0]] = append(m[f[0]], prefixes{f[1], f[2], f[3]})
	}
	return m
})

// Enclosing gives the region that a place lies in although its path does not say
// so: a postcode by its first digits, an electoral district that begins with the
// name of its region ("US/electoral:Florida 27th District"). It is what Table.In
// takes where nothing better is at hand.
func Enclosing(path string) (region string, ok bool) {
	country, seg, _ := strings.Cut(path, "/")
	typ, name, _ := SegmentType(seg)
	switch typ {
	case "zip":
		for _, p := range postcodes()[country] {
			if n := len(p.from); len(name) == 5 && p.from <= name[:n] && name[:n] <= p.to {
				return p.region, true
			}
		}
	case "electoral":
		for at, word := len(name), strings.TrimSpace(name); at > 0; {
			if region, ok := Region(country, word); ok && region[:2] == country {
				return region, at < len(name)
			}
			if at = strings.LastIndexByte(word, ' '); at > 0 {
				word = word[:at]
			}
		}
	}
	return "", false
}
