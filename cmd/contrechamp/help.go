package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/contrechamp/contrechamp/say"
)

// helpIn makes --help speak the language that is asked for by --lang or the
// environment. The English stands where a command is made and is the name of
// its French (say/french/help.json): a test misses what has none.
func helpIn(s *settings, root *cobra.Command) {
	plain := root.HelpFunc()
	root.SetHelpFunc(func(c *cobra.Command, args []string) {
		l := s.language()
		translate(root, l)
		root.SetUsageTemplate(usageTemplate(root.UsageTemplate(), l))
		var text bytes.Buffer
		out := c.OutOrStdout()
		c.SetOut(&text)
		plain(c, args)
		c.SetOut(out)
		fmt.Fprint(out, strings.ReplaceAll(text.String(), "(default ", l.From("(default ")))
	})
}

// headings are what stands above the parts of a help, in cobra's words.
var headings = []string{
	"Usage:", "Aliases:", "Examples:", "Available Commands:", "Additional Commands:", "Flags:", "Global Flags:", "Additional help topics:",
}

// usageTemplate is cobra's own with its headings in a language.
func usageTemplate(t string, l say.Lang) string {
	more := `Use "{{.CommandPath}} [command] --help" for more information about a command.`
	if l != say.EN {
		t = strings.Replace(t, more, l.From("More about a command:")+" {{.CommandPath}} [command] --help", 1)
	}
	for _, h := range headings {
		t = strings.Replace(t, h, l.From(h), 1)
	}
	return t
}

// translate puts the texts of a command and those below it into a language.
func translate(c *cobra.Command, l say.Lang) {
	c.Short, c.Long = l.From(c.Short), longIn(l, c.Long)
	for _, f := range []*pflag.FlagSet{c.PersistentFlags(), c.Flags()} {
		f.VisitAll(func(x *pflag.Flag) { x.Usage = flagIn(l, c, x) })
	}
	for _, sub := range c.Commands() {
		translate(sub, l)
	}
}

// longIn puts a long help into a language, paragraph by paragraph, and a list
// line by line: a name and what it means.
func longIn(l say.Lang, long string) string {
	if whole := l.From(long); whole != long {
		return whole
	}
	parts := strings.Split(long, "\n\n")
	for i, p := range parts {
		if parts[i] = l.From(p); parts[i] != p {
			continue
		}
		lines := strings.Split(p, "\n")
		for j, line := range lines {
			name, meaning := listed(line)
			lines[j] = name + l.From(meaning)
		}
		parts[i] = strings.Join(lines, "\n")
	}
	return strings.Join(parts, "\n\n")
}

// listed cuts a line of a list behind its name: "  ads   one row an ad".
func listed(line string) (name, meaning string) {
	rest := strings.TrimLeft(line, " ")
	if rest == line {
		return "", line
	}
	_, meaning, _ = strings.Cut(rest, " ")
	meaning = strings.TrimLeft(meaning, " ")
	return line[:len(line)-len(meaning)], meaning
}

func flagIn(l say.Lang, c *cobra.Command, f *pflag.Flag) string {
	switch {
	case f.Name == "help" && l == say.FR:
		return l.T("help-flag", "command", c.CommandPath())
	case f.Name == "version" && l == say.FR:
		return l.T("help-version")
	}
	return usageIn(l, f.Usage)
}

// usageIn is what a flag is for; of one that ends in a list of words that are
// typed ("its strategy: mass, best"), what stands before the list has French.
func usageIn(l say.Lang, usage string) string {
	if whole := l.From(usage); whole != usage {
		return whole
	}
	if i := strings.LastIndex(usage, ": "); i >= 0 {
		return l.From(usage[:i+1]) + usage[i+1:]
	}
	return usage
}
