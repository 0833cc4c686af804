package say

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"unicode/utf8"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/sentence"
)

// Sentences whose English stands in the code that uses them (errors, filters,
// the comments of the schema) have their French here, by their English.
//
//go:embed french/*.json
var frenchFiles embed.FS

var french = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	files, err := frenchFiles.ReadDir("french")
	if err != nil {
		panic(err) // embedded: cannot fail
	}
	for _, f := range files {
		text, err := frenchFiles.ReadFile("french/" + f.Name())
		if err == nil {
			err = json.Unmarshal([]byte(frenchSpaces.Replace(string(text))), &out)
		}
		if err != nil {
			panic(fmt.Sprintf("say: %s: %v", f.Name(), err)) // a test reads every file
		}
	}
	return out
})

// From is the sentence of which the English is given, with its blanks unfilled;
// the English itself if there is no other.
func (l Lang) From(english string) string {
	if l == FR {
		if s, ok := french()[english]; ok {
			return s
		}
	}
	return english
}

// Tell is a sentence in the language.
func (l Lang) Tell(s contrechamp.Sentence) string {
	return s.Fill(l.From(s.English), func(v any) string {
		switch x := v.(type) {
		case contrechamp.Sentence:
			return l.Tell(x)
		case error:
			return l.Err(x)
		case float64:
			return l.Plain(x)
		}
		if n, ok := count(v); ok {
			return l.Int(n)
		}
		return fmt.Sprint(v)
	})
}

// Teller is an error that says itself in a language.
type Teller interface{ Tell(Lang) string }

// Err is what an error says. One that has no French keeps its English; of one
// that wraps another, the part that has French is told.
func (l Lang) Err(err error) string {
	if s, ok := l.told(err); ok {
		return s
	}
	return err.Error()
}

func (l Lang) told(err error) (string, bool) {
	switch e := err.(type) {
	case nil:
		return "", false
	case Teller:
		return e.Tell(l), true
	case *contrechamp.Problem:
		return l.Tell(e.Sentence), true
	case *sentence.Fault:
		return l.Tell(e.Sentence), true
	case *contrechamp.FileError:
		return l.fileError(e), true
	case *audience.SyntaxError:
		return l.syntax(e), true
	}
	if path, ok := err.(*fs.PathError); ok {
		return path.Path + l.T("colon") + l.Err(path.Err), true
	}
	for _, known := range systemErrors {
		if err == known.err {
			return l.From(known.english), true
		}
	}
	if l == EN {
		return "", false // the whole of what wraps it
	}
	switch u := err.(type) {
	case interface{ Unwrap() error }:
		if s, ok := l.told(u.Unwrap()); ok {
			return s, true
		}
	case interface{ Unwrap() []error }:
		for _, below := range u.Unwrap() {
			if s, ok := l.told(below); ok {
				return s, true
			}
		}
	}
	for _, known := range systemErrors {
		if errors.Is(err, known.err) {
			return l.From(known.english), true
		}
	}
	return "", false
}

type systemError struct {
	err     error
	english string
}

// systemErrors are what computers say most, in words.
var systemErrors = []systemError{
	{fs.ErrNotExist, "there is no such file"},
	{fs.ErrPermission, "this user may not"},
	{syscall.ENOSPC, "the disk is full"},
	{syscall.EADDRINUSE, "another program listens there"},
	{context.Canceled, "interrupted"},
	{context.DeadlineExceeded, "it took too long"},
}

func (l Lang) fileError(e *contrechamp.FileError) string {
	at := e.File
	if e.Line > 0 {
		at += ":" + strconv.Itoa(e.Line)
	}
	s := at + l.T("colon") + l.Tell(e.What)
	if e.Err != nil {
		why := e.Err
		if p := (*fs.PathError)(nil); errors.As(why, &p) && p.Path == e.File {
			why = p.Err
		}
		s += " (" + l.Err(why) + ")"
	}
	return s
}

// syntax says where an expression stops being one. Places are counted in
// letters, from 1, as a reader does.
func (l Lang) syntax(e *audience.SyntaxError) string {
	want := l.From(e.Want)
	if e.Near == "" {
		return l.Tell(contrechamp.Say("at the end: expected {want}", "want", want))
	}
	return l.Tell(contrechamp.Say(`at “{near}”: expected {want}`, "near", e.Near, "want", want))
}

// Pointer is an expression and, under it, a mark where it stops being one; ""
// if the error is not about an expression. It looks for a *contrechamp.Problem
// that quotes a syntax error beside the expression, its blank "value".
func Pointer(err error) (expr, mark string) {
	var p *contrechamp.Problem
	var e *audience.SyntaxError
	if !errors.As(err, &p) || !errors.As(err, &e) {
		return "", ""
	}
	expr, _ = p.Blank("value").(string)
	if e.Pos > len(expr) {
		return "", ""
	}
	return expr, strings.Repeat(" ", utf8.RuneCountInString(expr[:e.Pos])) + "^"
}
