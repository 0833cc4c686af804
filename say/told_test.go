package say

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
)

// tellers are the functions that take the English of a sentence, with the
// place of that argument.
var tellers = map[string]int{
	"Say": 0, "Invalid": 0, "NotFound": 0, "Busy": 0, // of the root package
	"Bad": 1, "rows.broken": 0, "population.failf": 0, "ingest.refuse": 0, "trial.fault": 0,
	"audience.want": 0, "audience.number": 0, // what would have been right
}

// sentences are the English of every sentence in the program's code, with
// where each stands.
func sentences(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		consts := map[string]ast.Expr{}
		ast.Inspect(file, func(n ast.Node) bool {
			if n, ok := n.(*ast.ValueSpec); ok {
				for i, name := range n.Names {
					if i < len(n.Values) {
						consts[name.Name] = n.Values[i]
					}
				}
			}
			return true
		})
		ast.Inspect(file, func(n ast.Node) bool {
			if n, ok := n.(*ast.CallExpr); ok {
				name := calledName(n.Fun)
				at, told := tellers[name]
				if !told {
					at, told = tellers[file.Name.Name+"."+name]
				}
				if !told || at >= len(n.Args) {
					return true
				}
				arg := n.Args[at]
				if name, ok := arg.(*ast.Ident); ok && consts[name.Name] != nil {
					arg = consts[name.Name]
				}
				if lit, ok := arg.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					english, err := strconv.Unquote(lit.Value)
					if err != nil {
						t.Fatal(err)
					}
					out[english] = files.Position(n.Pos()).String()
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func calledName(f ast.Expr) string {
	switch f := f.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// TestSentencesHaveFrench reads the program's code: every sentence that it can
// tell has its French, with the same blanks, and no French is left over.
func TestSentencesHaveFrench(t *testing.T) {
	found := sentences(t)
	if len(found) < 100 {
		t.Fatalf("only %d sentences found in the code: the search does not work", len(found))
	}
	found[fmt.Sprintf("no more than %d brackets and nots inside each other", audience.MaxDepth)] = "audience/parse.go"
	fr := read(t, "french/errors.json")
	for english, at := range found {
		french, ok := fr[english]
		switch {
		case !ok:
			t.Errorf("%s: no French in french/errors.json for %q", at, english)
		case braces(french) != braces(english):
			t.Errorf("%s: %q has blanks %s, its French %s", at, english, braces(english), braces(french))
		}
	}
	for english := range fr {
		if found[english] == "" && !slices.ContainsFunc(systemErrors, func(k systemError) bool { return k.english == english }) {
			t.Errorf("french/errors.json: nothing in the code says %q", english)
		}
	}
	for _, k := range systemErrors {
		if fr[k.english] == "" {
			t.Errorf("french/errors.json: no French for %q", k.english)
		}
	}
}

func braces(s string) string {
	var out []string
	for {
		_, after, ok := strings.Cut(s, "{")
		if !ok {
			break
		}
		name, rest, _ := strings.Cut(after, "}")
		out, s = append(out, name), rest
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), " ")
}

func TestErrorsAreToldInBothLanguages(t *testing.T) {
	_, syntax := audience.Parse(`age 18..24 and "x"`)
	_, missing := os.Open("nowhere.csv")
	file := &contrechamp.FileError{File: "nowhere.csv", What: contrechamp.Say("cannot be opened: check the path and its permissions"), Err: missing}
	for _, c := range []struct {
		err    error
		fr, en string
	}{
		{contrechamp.NotFound(`no ad "{id}" in this store`, "id", "meta:1"), "aucune annonce « meta:1 » dans cette base", `no ad "meta:1" in this store`},
		{contrechamp.Invalid("{name}={value}: {error}", "name", "aims", "value", "age", "error", syntax), "aims=age : à « \"x\" » : il faut un fait", `at “"x"”: expected a fact`},
		{file, "nowhere.csv : ne peut être ouvert : vérifiez le chemin et les droits (ce fichier n’existe pas)", "nowhere.csv: cannot be opened: check the path and its permissions (no such file or directory)"},
		{fmt.Errorf("importing: %w", file), "nowhere.csv : ne peut", "importing: nowhere.csv: cannot"},
		{fmt.Errorf("reading: %w", missing), "nowhere.csv : ce fichier n’existe pas", "no such file"},
		{errors.New("the engine says so"), "the engine says so", "the engine says so"},
		{contrechamp.Invalid("{n} cells where the header has {width}", "n", 12345, "width", 3), "12 345 cellules", "12,345 cells"},
	} {
		if got := FR.Err(c.err); !strings.HasPrefix(plainSpaces(got), c.fr) {
			t.Errorf("in French: %q, not %q", got, c.fr)
		}
		if got := EN.Err(c.err); !strings.Contains(got, strings.Trim(c.en, "`")) {
			t.Errorf("in English: %q, not %q", got, c.en)
		}
	}
	expr, mark := Pointer(contrechamp.Invalid("{name}={value}: {error}", "name", "aims", "value", `age 18..24 and "x"`, "error", syntax))
	if expr != `age 18..24 and "x"` || mark != "               ^" {
		t.Errorf("pointed at\n%s\n%s", expr, mark)
	}
}

// plainSpaces makes the blanks of French typography ordinary ones.
func plainSpaces(s string) string {
	return strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(s)
}

// TestFrenchSpaces: whatever blanks a file has, no line breaks before a double
// sign or inside guillemets.
func TestFrenchSpaces(t *testing.T) {
	for _, id := range []string{"ad-size", "home-h1", "remarks-lead", "foot-conduct"} {
		if s := FR.T(id); strings.Contains(s, " ?") || strings.Contains(s, " ;") || strings.Contains(s, "« ") || strings.Contains(s, " :") {
			t.Errorf("%s: %q has an ordinary blank where none may break", id, s)
		}
	}
	for english, s := range french() {
		for _, bad := range []string{" ;", " ?", " !", " »", "« ", " : "} {
			if strings.Contains(s, bad) {
				t.Errorf("%q: %q has an ordinary blank where none may break", english, s)
			}
		}
	}
}
