package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/contrechamp/contrechamp/say"
)

var update = flag.Bool("update", false, "write docs/commands.md anew")

// manuals are made from the program's own help.
var manuals = []struct {
	lang              say.Lang
	file, head, takes string
}{
	{say.EN, "../../docs/commands.md", "# Commands\n\nMade from the program's own help; a test holds the two together.\n", "\nEvery command takes:\n\n"},
}

// TestManualAgreesWithHelp holds docs/commands.md against what --help says.
func TestManualAgreesWithHelp(t *testing.T) {
	for _, m := range manuals {
		root := newRoot()
		translate(root, m.lang)
		want := m.head + m.takes + flags(root.PersistentFlags()) + manualOf(root)
		if *update {
			if err := os.WriteFile(m.file, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(m.file)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("%s is not what --help says: go test ./cmd/contrechamp -run Manual -update", m.file)
		}
	}
}

// manualOf is the part of a manual on the commands below one.
func manualOf(c *cobra.Command) string {
	var b strings.Builder
	for _, sub := range c.Commands() {
		if sub.Name() == "help" || sub.Name() == "completion" {
			continue
		}
		fmt.Fprintf(&b, "\n## contrechamp %s\n\n%s\n", strings.TrimPrefix(sub.CommandPath(), "contrechamp "), sub.Short+".")
		if sub.Long != "" {
			fmt.Fprintf(&b, "\n```text\n%s\n```\n", strings.TrimSpace(sub.Long))
		}
		if !sub.HasSubCommands() {
			fmt.Fprintf(&b, "\n    %s\n", sub.UseLine())
		}
		if sub.Example != "" {
			fmt.Fprintf(&b, "\n```sh\n%s\n```\n", strings.TrimSpace(strings.ReplaceAll(sub.Example, "\n  ", "\n")))
		}
		if f := flags(sub.LocalNonPersistentFlags()); f != "" {
			b.WriteString("\n" + f)
		}
		b.WriteString(manualOf(sub))
	}
	return b.String()
}

// TestEveryCommandHasAnExample: somebody who reads --help sees how it is used.
func TestEveryCommandHasAnExample(t *testing.T) {
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		for _, sub := range c.Commands() {
			if !sub.HasSubCommands() && sub.Example == "" && sub.Name() != "help" && sub.Name() != "completion" {
				t.Errorf("%s has no example", sub.CommandPath())
			}
			walk(sub)
		}
	}
	walk(newRoot())
}

// mostMissing texts of --help may wait for their French, those of one command
// that has just come.
const mostMissing = 20

// TestHelpIsInFrench: the texts that --help shows have their French.
func TestHelpIsInFrench(t *testing.T) {
	root := newRoot()
	missing := 0
	has := func(at, english string) {
		if english != "" && longIn(say.FR, english) == english && usageIn(say.FR, english) == english {
			missing++
			t.Logf("%s: no French in say/french/help.json for %q", at, english)
		}
	}
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		has(c.CommandPath(), c.Short)
		english, french := strings.Split(c.Long, "\n\n"), strings.Split(longIn(say.FR, c.Long), "\n\n")
		for i, part := range english {
			if len(french) == len(english) && french[i] == part {
				has(c.CommandPath(), part)
			}
			for _, line := range strings.Split(part, "\n") {
				if name, meaning := listed(line); name != "" {
					has(c.CommandPath(), meaning)
				}
			}
		}
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			words := f.Name == "archive" || f.Name == "sort" // names that are typed
			if f.Name != "help" && f.Name != "version" && !words {
				has(c.CommandPath()+" --"+f.Name, f.Usage)
			}
		})
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(root)
	for _, h := range append(headings, ofCobra...) {
		has("heading", h)
	}
	for _, h := range headings {
		if !strings.Contains(root.UsageTemplate(), h) {
			t.Errorf("cobra's template has no %q", h)
		}
	}
	if missing > mostMissing {
		t.Errorf("%d texts of --help have no French, at most %d may", missing, mostMissing)
	}
}

// TestNoFrenchOfHelpIsLeftOver: what no command says needs no French.
func TestNoFrenchOfHelpIsLeftOver(t *testing.T) {
	var said strings.Builder
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		said.WriteString(c.Short + "\n\n" + c.Long + "\n\n")
		c.LocalFlags().VisitAll(func(f *pflag.Flag) { said.WriteString(f.Usage + "\n\n") })
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(newRoot())
	said.WriteString(strings.Join(headings, "\n"))
	text, err := os.ReadFile("../../say/french/help.json")
	if err != nil {
		t.Fatal(err)
	}
	var fr map[string]string
	if err := json.Unmarshal(text, &fr); err != nil {
		t.Fatal(err)
	}
	for english := range fr {
		if !strings.Contains(said.String(), english) && !slices.Contains(ofCobra, english) {
			t.Errorf("no command says %q", english)
		}
	}
}

// ofCobra are texts of commands that cobra adds when the program runs.
var ofCobra = []string{"Generate the autocompletion script for the specified shell", "Help about any command", "More about a command:", "(default "}

func flags(f *pflag.FlagSet) string {
	var b strings.Builder
	f.VisitAll(func(x *pflag.Flag) {
		if x.Name != "help" {
			fmt.Fprintf(&b, "- `--%s` %s\n", x.Name, x.Usage)
		}
	})
	return b.String()
}

// TestDocumentedCommandsAreTaken: every command line that the documents show
// names a command that there is, with flags and arguments that it takes.
func TestDocumentedCommandsAreTaken(t *testing.T) {
	files, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	lines := 0
	for _, file := range append(files, "../../README.md", "../../README.fr.md") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		block := "" // language of the block that the line stands in
		for line := range strings.Lines(string(text)) {
			if language, fence := strings.CutPrefix(strings.TrimSpace(line), "```"); fence {
				block = language
			}
			if block != "sh" && !(block == "" && strings.HasPrefix(line, "    ")) {
				continue
			}
			start, command, ok := strings.Cut(strings.TrimSpace(line), "contrechamp ")
			if !ok || start != "" && start != "go run ./cmd/" {
				continue
			}
			args := shellWords(command)
			if len(args) == 0 || strings.Contains(command, "[flags]") {
				continue
			}
			lines++
			cmd, rest, err := newRoot().Find(args)
			if err == nil {
				err = cmd.ParseFlags(rest)
			}
			if err == nil {
				err = cmd.ValidateArgs(cmd.Flags().Args())
			}
			if err != nil {
				t.Errorf("%s shows %q: %v", file, strings.TrimSpace(line), err)
			}
		}
	}
	if lines < 40 {
		t.Errorf("only %d command lines found", lines)
	}
}

// shellWords cuts a line as a shell does: quotes hold blanks, # begins a
// comment, > and | end the command.
func shellWords(s string) (words []string) {
	for _, m := range regexp.MustCompile(`"((?:[^"\\]|\\.)*)"|'([^']*)'|([#|>]).*|(?:[^\s"'#|>]|\\.)+`).FindAllStringSubmatch(s, -1) {
		switch {
		case m[3] != "":
			return words
		case m[0][0] == '"' || m[0][0] == '\'':
			words = append(words, strings.ReplaceAll(m[1], `\"`, `"`)+m[2])
		default:
			words = append(words, m[0])
		}
	}
	return words
}

func newRoot() *cobra.Command { return newRootOf(&settings{}) }
