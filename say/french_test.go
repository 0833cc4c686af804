package say

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

// elsewhere are the files and folders outside this package that hold French,
// with the reason.
var elsewhere = map[string]string{
	"../demo/internal/gen/":     "the invented archives: their ads are in French",
	"../archive/rules.go":       "a table of words, to be reviewed row by row",
	"../archive/meta/places.go": "how archives spell places",
	"../topic/topic.go":         "a table of topics, to be reviewed row by row",
	"../web/mewords.go":         "examples of people and of the words of interests",
	"../trial/":                 "sentences of reports, each pattern beside its English",
}

// TestFrenchStandsHere: what people are told in French stands in this package
// or in a table of data, so that it can be read, reviewed and mended in one
// place. A string is taken for French by its accents.
func TestFrenchStandsHere(t *testing.T) {
	seen := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, "../say/") || strings.HasPrefix(path, "../node_modules/") {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			e, ok := n.(ast.Expr)
			if !ok {
				return true
			}
			if s, ok := literal(e); ok && accented(s) {
				for at := range elsewhere {
					if strings.HasPrefix(path, at) {
						seen[at] = true
						return true
					}
				}
				t.Errorf("%s: %.60q looks like French: say it with package sentence and put the French into say/french", files.Position(n.Pos()), s)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for at := range elsewhere {
		if !seen[at] {
			t.Errorf("%s holds no French: strike it off the list", at)
		}
	}
}

// accented reports whether words of a text have letters that French has and
// English has not. One letter alone, as in a table of letters, is no word.
func accented(s string) bool {
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if len([]rune(word)) > 2 && strings.ContainsAny(word, "éèàçêôîûùœâÉÈÀÇÊÔÎÛ") {
			return true
		}
	}
	return false
}
