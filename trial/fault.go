package trial

import (
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp"
)

// A fault of the data or of their description is a sentence, which package say
// tells in either language (contrechamp.Invalid).

// listed is several faults as one sentence, each on a line of its own.
func listed(faults []error) contrechamp.Sentence {
	if len(faults) == 1 {
		return contrechamp.Say("{fault}", "fault", faults[0])
	}
	var s contrechamp.Sentence
	for i, f := range faults {
		if i == mostListed {
			return contrechamp.Say("{faults}\n  and {n} more", "faults", s, "n", len(faults)-i)
		}
		s = contrechamp.Say("{faults}\n  {fault}", "faults", s, "fault", f)
	}
	return s
}

const (
	mostListed = 12 // of things of a kind, such as faults or columns
	longest    = 60 // letters of a text of the file
)

// shown makes a text of a file fit to stand in a line: what a terminal would
// obey is written out ("\n"), and what is too long is cut.
func shown(s string) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n++; n > longest {
			b.WriteRune('…')
			break
		}
		b.WriteString(printable(r))
	}
	return b.String()
}

// tidy makes a text of a description fit to stand in lines.
func tidy(s string) string {
	var b strings.Builder
	for _, r := range strings.NewReplacer("\n", " ", "\t", " ", "\r", "").Replace(s) {
		b.WriteString(printable(r))
	}
	return b.String()
}

// printable is a letter as it is, or written out if a terminal would obey it.
func printable(r rune) string {
	if strconv.IsGraphic(r) || r == '\u200c' || r == '\u200d' { // joiners are part of words
		return string(r)
	}
	q := strconv.QuoteRune(r)
	return q[1 : len(q)-1]
}

// quoted puts a text of the file in quotes.
func quoted(s string) contrechamp.Sentence {
	return contrechamp.Say("“{text}”", "text", shown(s))
}

// names lists some texts of a file, the first ones if there are many.
func names(list []string) contrechamp.Sentence {
	var s contrechamp.Sentence
	for i, name := range list {
		switch {
		case i == 0:
			s = quoted(name)
		case i == mostListed:
			return contrechamp.Say("{names} and {n} more", "names", s, "n", len(list)-i)
		default:
			s = contrechamp.Say("{first}, {next}", "first", s, "next", quoted(name))
		}
	}
	return s
}

// held names what is in a cell of a row, unless fewer than ten people hold it:
// then it may be a person's name, and only the row is told.
func held(text string, people, row int) contrechamp.Sentence {
	if people < minCount {
		return contrechamp.Say("the value in row {row}", "row", row)
	}
	return quoted(text)
}

// where tells how many rows, and the first of them.
func where(rows, first int) contrechamp.Sentence {
	if rows == 1 {
		return contrechamp.Say("row {row}", "row", first)
	}
	return contrechamp.Say("{n} rows, first in row {row}", "n", rows, "row", first)
}

// people tells a number of people, of fewer than ten only that.
func people(n int) contrechamp.Sentence {
	if n < minCount {
		return contrechamp.Say("fewer than {n} people", "n", minCount)
	}
	return contrechamp.Say("{n} people", "n", n)
}
