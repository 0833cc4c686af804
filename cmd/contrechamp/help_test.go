package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

var update = flag.Bool("update", false, "write docs/commands.md anew")

const manual = "../../docs/commands.md"

// TestManualAgreesWithHelp holds docs/commands.md against what --help says.
func TestManualAgreesWithHelp(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Commands\n\nMade from the program's own help; a test holds the two together.\n")
	root := newRoot()
	b.WriteString("\nEvery command takes:\n\n" + flags(root.PersistentFlags()))
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
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
			walk(sub)
		}
	}
	walk(root)
	if *update {
		if err := os.WriteFile(manual, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != b.String() {
		t.Errorf("%s is not what --help says: go test ./cmd/contrechamp -run Manual -update", manual)
	}
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
