package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// turns are what an operator may be turned into: round, or past its border.
var turns = map[token.Token][]string{
	token.LSS: {">=", "<="}, token.LEQ: {">", "<"}, token.GTR: {"<=", ">="}, token.GEQ: {"<", ">"},
	token.EQL: {"!="}, token.NEQ: {"=="}, token.LAND: {"||"}, token.LOR: {"&&"},
	token.ADD: {"-"}, token.SUB: {"+"}, token.MUL: {"/"}, token.QUO: {"*"}, token.REM: {"*"},
	token.AND: {"|"}, token.OR: {"&"}, token.AND_NOT: {"&"}, token.XOR: {"&"}, token.SHL: {">>"}, token.SHR: {"<<"},
	token.ADD_ASSIGN: {"-="}, token.SUB_ASSIGN: {"+="}, token.MUL_ASSIGN: {"/="}, token.OR_ASSIGN: {"&="}, token.AND_ASSIGN: {"|="},
	token.INC: {"--"}, token.DEC: {"++"},
}

// place is where something can be changed.
type place struct {
	file     string // its path
	source   []byte
	from, to int // bytes of source
	line     int
	text     string   // that stands there
	turns    []string // what may stand there instead
}

// mutant is a file with one change.
type mutant struct {
	file, dir string
	source    []byte
	what      string
}

func (m *mutant) String() string { return m.what }

func (p *place) mutant(rnd *rand.Rand) *mutant {
	to := p.turns[rnd.IntN(len(p.turns))]
	source := slices.Concat(p.source[:p.from], []byte(to), p.source[p.to:])
	name, err := filepath.Rel(must(os.Getwd()), p.file)
	if err != nil {
		name = p.file
	}
	line := strings.Split(string(p.source), "\n")[p.line-1]
	return &mutant{p.file, filepath.Dir(p.file), source, fmt.Sprintf("%s:%d: %s for %s in: %s", name, p.line, to, p.text, strings.TrimSpace(line))}
}

// placesIn finds the places of a package, of the files named only, if any are.
func placesIn(dir string, only []string) ([]place, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	var all []place
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || len(only) > 0 && only[0] != "" && !slices.Contains(only, filepath.Base(file)) {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		found, err := placesOf(file, source)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// placesOf finds the places of one file: operators, whole numbers, true, false
// and not, outside of array lengths and of constants that are only counted.
func placesOf(file string, source []byte) ([]place, error) {
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, file, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var all []place
	add := func(at token.Pos, text string, to ...string) {
		p := set.Position(at)
		all = append(all, place{file, source, p.Offset, p.Offset + len(text), p.Line, text, to})
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.ImportSpec, *ast.ArrayType, *ast.StructType:
			return false
		case *ast.BinaryExpr:
			if to := turns[x.Op]; to != nil {
				add(x.OpPos, x.Op.String(), to...)
			}
		case *ast.AssignStmt:
			if to := turns[x.Tok]; to != nil {
				add(x.TokPos, x.Tok.String(), to...)
			}
		case *ast.IncDecStmt:
			add(x.TokPos, x.Tok.String(), turns[x.Tok]...)
		case *ast.UnaryExpr:
			if x.Op == token.NOT {
				add(x.OpPos, "!", "")
			}
		case *ast.Ident:
			switch x.Name {
			case "true":
				add(x.Pos(), "true", "false")
			case "false":
				add(x.Pos(), "false", "true")
			}
		case *ast.BasicLit:
			if v, err := strconv.ParseInt(x.Value, 0, 64); err == nil && x.Kind == token.INT {
				add(x.Pos(), x.Value, strconv.FormatInt(v+1, 10))
			}
		}
		return true
	})
	return all, nil
}
