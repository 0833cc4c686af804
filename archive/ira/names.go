package ira

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/contrechamp/contrechamp/audience"
)

//go:embed names.tsv
var iraNamesTable string

// iraNames is the table of names that the extractions damaged.
type iraNames struct {
	whole *regexp.Regexp      // names that hold a separator, in any of its readings
	names map[string]string   // a reading of a whole name, its separators cut, to the name
	glued map[string][]string // one reading that is several names
	spell map[string]string   // a misreading to its name
}

var iraNameTable = sync.OnceValue(func() *iraNames {
	t := &iraNames{names: map[string]string{}, glued: map[string][]string{}, spell: map[string]string{}}
	var alts []string
	for line := range strings.Lines(iraNamesTable) {
		line = strings.TrimRight(line, "\n")
		col := strings.Split(line, "\t")
		if line == "" || line[0] == '#' || len(col) != 3 {
			continue // a test holds the table to its form
		}
		switch col[0] {
		case "whole":
			t.names[iraBare(col[2])] = col[2]
			alts = append(alts, iraLoose(col[2]))
		case "glued":
			t.glued[col[1]] = strings.Split(col[2], " | ")
		case "spelling":
			t.spell[col[1]] = col[2]
		}
	}
	slices.SortFunc(alts, func(a, b string) int { return len(b) - len(a) })
	t.whole = regexp.MustCompile(`\b(?:` + strings.Join(alts, "|") + `)`)
	return t
})

// iraLoose is a pattern for a name whose commas and stops may have been read
// as one another, or with blanks around them.
func iraLoose(name string) string {
	var b strings.Builder
	parts := strings.FieldsFunc(name, func(c rune) bool { return c == ' ' || c == ',' })
	for i, part := range parts {
		if i > 0 {
			b.WriteString(`\s*[,;.]?\s*`)
		}
		b.WriteString(strings.ReplaceAll(regexp.QuoteMeta(part), `\.`, `\.?`))
	}
	return b.String()
}

// iraBare is a name without the characters that get misread as separators.
func iraBare(s string) string {
	return strings.Map(func(c rune) rune {
		if strings.ContainsRune(" ,;.", c) {
			return -1
		}
		return c
	}, s)
}

// iraMasked are stand-ins for what would separate names, inside names of the
// table that hold it.
var (
	iraMasked   = strings.NewReplacer(", ", "\x01", ". ", "\x02", ".", "\x03", " or ", "\x04")
	iraUnmasked = strings.NewReplacer("\x01", ", ", "\x02", ". ", "\x03", ".", "\x04", " or ")
)

// iraMask finds the whole names of a list, puts them right and masks their
// separators, so that the list can be cut at what separators remain. A whole
// name that runs into the next one is cut off from it.
func iraMask(list string) string {
	t := iraNameTable()
	var b strings.Builder
	rest := list
	for {
		at := t.whole.FindStringIndex(rest)
		if at == nil {
			break
		}
		found := rest[at[0]:at[1]]
		name := iraMasked.Replace(t.names[iraBare(found)])
		if !strings.ContainsAny(found, ",;.") && !strings.Contains(found, " or ") {
			name = found // no separator to mask: "US Military" in "US Military Veterans"
		}
		b.WriteString(rest[:at[0]])
		b.WriteString(name)
		rest = rest[at[1]:]
		if strings.HasSuffix(name, "\x03") && iraRunsOn.MatchString(rest) {
			b.WriteString(",")
		}
	}
	b.WriteString(rest)
	return b.String()
}

var iraRunsOn = regexp.MustCompile(`^\s+[A-Z]`)

var (
	iraDash       = regexp.MustCompile(`\s?--+\s?|[—–]`)
	iraHyphen     = regexp.MustCompile(`(\pL)- (\pL)`)
	iraBracket    = regexp.MustCompile(`([\pL\d])\(`)
	iraInBracket  = regexp.MustCompile(`\(\s+`)
	iraPDF        = regexp.MustCompile(` ?P\(1\)\d+$`)
	iraUnreadable = regexp.MustCompile(`^\?+$`)
	iraEthnic     = regexp.MustCompile(`^(?:African American|Asian American|Hispanic) \(US`)
	iraPolitical  = regexp.MustCompile(`^(?:US politics|Likely to engage with political content) \(`)
)

// cutNames records the names of a list that were cut at their own commas.
func (r *iraRow) cutNames(field, list string) {
	t := iraNameTable()
	for _, found := range t.whole.FindAllString(list, -1) {
		if name := t.names[iraBare(found)]; strings.Contains(found, ", ") {
			r.repair(field, strings.ReplaceAll(found, ", ", " | "), name, "name-cut-at-comma")
		}
	}
}

// name repairs one name of a list and says which names it is: most often
// itself.
func (r *iraRow) name(field, raw string) []string {
	t := iraNameTable()
	s := strings.Join(strings.Fields(raw), " ")
	if cut := iraPDF.ReplaceAllString(s, ""); cut != s {
		r.repair(field, s, cut, "file-name-in-value")
		s = cut
	}
	if names := t.glued[s]; names != nil {
		r.repair(field, s, strings.Join(names, " | "), "glued-names")
		return names
	}
	if name, ok := t.spell[s]; ok {
		r.repair(field, s, name, "spelling")
		return []string{name}
	}
	if name, ok := t.names[iraBare(s)]; ok {
		if name != s {
			r.repair(field, s, name, "spelling")
		}
		return []string{name}
	}
	tidy := iraDash.ReplaceAllString(s, "-")
	tidy = iraHyphen.ReplaceAllString(tidy, "$1-$2")
	tidy = iraBracket.ReplaceAllString(tidy, "$1 (")
	tidy = iraInBracket.ReplaceAllString(tidy, "(")
	if name, ok := t.spell[tidy]; ok {
		r.repair(field, s, name, "spelling")
		return []string{name}
	}
	if tidy != s {
		r.repair(field, s, tidy, "spacing")
	}
	return []string{tidy}
}

// fact makes the fact that a name stands for under a heading. Some labels say
// of what kind they are, whatever heading they stand under.
func (h iraHeading) fact(name string) *audience.Expr {
	switch {
	case iraUnreadable.MatchString(name):
		return audience.Hidden(h.kind.String(), name)
	case iraEthnic.MatchString(name):
		return audience.Label(audience.Ethnicity, name)
	case iraPolitical.MatchString(name):
		return audience.Label(audience.Politics, name)
	}
	return audience.Label(h.kind, h.prefix+name)
}

// iraSplit cuts a masked list at its separators and at "or". In the TSV a
// comma may have been read as a stop, a semicolon, or twice.
func iraSplit(list string, seps *regexp.Regexp) []string {
	var names []string
	for _, part := range seps.Split(list, -1) {
		for _, name := range iraOr.Split(iraOrAfter.ReplaceAllString(part, "$1 or "), -1) {
			if name = strings.TrimSpace(iraUnmasked.Replace(name)); name != "" {
				names = append(names, name)
			}
		}
	}
	return names
}

// iraPlainSeps is a masked list with a comma where one was read as something
// else.
func iraPlainSeps(list string, seps *regexp.Regexp) string {
	return seps.ReplaceAllStringFunc(list, func(sep string) string {
		if s := strings.TrimSpace(sep); s == "," || s == "" {
			return sep
		}
		return ", "
	})
}

var (
	iraOr       = regexp.MustCompile(`(?:^|\s+)or(?:\s+|$)`)
	iraOrAfter  = regexp.MustCompile(`([)!])or\s`)
	iraTSVSeps  = regexp.MustCompile(`\s*(?:[,;][,;.:]*|\.(?:[,;.:]+|\s|$))\s*`)
	iraJSONSeps = regexp.MustCompile(`,\s+`)
)
