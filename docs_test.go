package contrechamp_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	quoted = regexp.MustCompile("`([^`\n]+)`")
	linked = regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)
	// placeholders stand for any name in a path.
	placeholders = regexp.MustCompile(`NAME|WINDOW|\{[^}]*\}`)
)

// paths are the files and folders of the repository that a text names.
func paths(text string) []string {
	var out []string
	for _, m := range quoted.FindAllStringSubmatch(text, -1) {
		first, _, inside := strings.Cut(m[1], "/")
		if info, err := os.Stat(first); err == nil && info.IsDir() && inside || strings.HasSuffix(m[1], ".go") && !strings.ContainsAny(m[1], "/ ") {
			out = append(out, strings.Fields(m[1])[0])
		}
	}
	return out
}

// TestDocsNameWhatThereIs: every file that the documents name or link to is
// there, so a tour of the code can be followed to the letter.
func TestDocsNameWhatThereIs(t *testing.T) {
	docs, err := filepath.Glob("docs/*.md")
	if err != nil || len(docs) == 0 {
		t.Fatal("no documents", err)
	}
	for _, doc := range append(docs, "README.md", "README.fr.md", "ARCHITECTURE.md", "CHANGELOG.md") {
		b, err := os.ReadFile(doc)
		if err != nil {
			t.Fatal(err)
		}
		folder := "" // of the file named before: "audience/audience.go and eval.go"
		for _, p := range paths(string(b)) {
			found, _ := filepath.Glob(placeholders.ReplaceAllString(p, "*"))
			if len(found) == 0 && !strings.Contains(p, "/") {
				found, _ = filepath.Glob(filepath.Join(folder, p))
			}
			if len(found) == 0 {
				t.Errorf("%s names %s, which is not there", doc, p)
			}
			if strings.Contains(p, "/") {
				folder = filepath.Dir(p)
			}
		}
		for _, m := range linked.FindAllStringSubmatch(string(b), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(doc), m[1])); err != nil {
				t.Errorf("%s links to %s, which is not there", doc, m[1])
			}
		}
	}
}

// TestReadmesTakeTheSameTour: both languages lead through the same files.
func TestReadmesTakeTheSameTour(t *testing.T) {
	en, errEN := os.ReadFile("README.md")
	fr, errFR := os.ReadFile("README.fr.md")
	if errEN != nil || errFR != nil {
		t.Fatal(errEN, errFR)
	}
	if a, b := paths(string(en)), paths(string(fr)); len(a) < 10 || !slices.Equal(a, b) {
		t.Errorf("README.md leads through %v, README.fr.md through %v", a, b)
	}
}
