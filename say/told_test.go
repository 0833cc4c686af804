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
	"github.com/contrechamp/contrechamp/lab"
)

// tellers are the functions that take the English of a sentence, with the
// place of that argument.
var tellers = map[string]int{
	"Say": 0, "Fail": 0, // of package sentence
	"Invalid": 0, "NotFound": 0, "Busy": 0, // of the root package
	"lab.noPlan": 0,
	"Bad":        1, "rows.broken": 0, "population.failf": 0, "ingest.refuse": 0, "trial.fault": 0,
	"audience.want": 0, "audience.number": 0, // what would have been right
}

// sentences are the English of every sentence in the program's code, with
// where each stands.
func sentences(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	inCode(t, func(at, pkg string, call *ast.CallExpr, consts map[string]ast.Expr) {
		name := calledName(call.Fun)
		i, told := tellers[name]
		if !told {
			i, told = tellers[pkg+"."+name]
		}
		if !told || i >= len(call.Args) {
			return
		}
		arg := call.Args[i]
		if name, ok := arg.(*ast.Ident); ok && consts[name.Name] != nil {
			arg = consts[name.Name]
		}
		if english, ok := literal(arg); ok {
			out[english] = at
		}
	})
	return out
}

// inCode visits every call in the program's code, with its place, its package
// and the named values of its file.
func inCode(t *testing.T, visit func(at, pkg string, call *ast.CallExpr, named map[string]ast.Expr)) {
	t.Helper()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		named := map[string]ast.Expr{}
		ast.Inspect(file, func(n ast.Node) bool {
			if n, ok := n.(*ast.ValueSpec); ok {
				for i, name := range n.Names {
					if i < len(n.Values) {
						named[name.Name] = n.Values[i]
					}
				}
			}
			return true
		})
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				visit(files.Position(call.Pos()).String(), file.Name.Name, call, named)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestNoErrorAroundTheTable: what people are told has its French only if its
// English is a sentence of the code. An error that is wrapped in its kind by
// hand, or a sentence that is nothing but another error, goes round the table.
func TestNoErrorAroundTheTable(t *testing.T) {
	kinds := []string{"ErrInvalid", "ErrNotFound", "ErrBusy"}
	inCode(t, func(at string, pkg string, call *ast.CallExpr, _ map[string]ast.Expr) {
		name := calledName(call.Fun)
		if len(call.Args) == 0 {
			return
		}
		format, ok := literal(call.Args[0])
		switch {
		case name == "Errorf":
			for _, arg := range call.Args[1:] {
				if slices.Contains(kinds, calledName(arg)) {
					t.Errorf("%s: %q wraps a kind by hand: say contrechamp.Invalid, NotFound or Busy", at, format)
				}
			}
		case ok && slices.Contains([]string{"Invalid", "NotFound", "Busy", "Fail"}, name):
			if i, j := strings.Index(format, "{"), strings.Index(format, "}"); i == 0 && j == len(format)-1 && !strings.Contains(format[1:], "{") {
				if given := call.Args[min(2, len(call.Args)-1)]; calledName(given) == "err" {
					t.Errorf("%s: %q says nothing of its own about an error", at, format)
				}
			}
		}
	})
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
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
	for english, french := range read(t, "french/lab.json") {
		if fr[english] != "" {
			t.Errorf("%q has its French twice", english)
		}
		fr[english] = french
	}
	for english, at := range found {
		french, ok := fr[english]
		switch {
		case !ok:
			t.Errorf("%s: no French in french/*.json for %q", at, english)
		case braces(french) != braces(english):
			t.Errorf("%s: %q has blanks %s, its French %s", at, english, braces(english), braces(french))
		}
	}
	for english := range fr {
		if found[english] == "" && !slices.ContainsFunc(systemErrors, func(k systemError) bool { return k.english == english }) {
			t.Errorf("french: nothing in the code says %q", english)
		}
	}
	for _, k := range systemErrors {
		if fr[k.english] == "" {
			t.Errorf("french: no French for %q", k.english)
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
		{fmt.Errorf("arm effects: %w", lab.ErrNoRows), "pas plus de lignes que de paramètres", "not more rows than parameters"},
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
