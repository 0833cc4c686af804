package contrechamp

import (
	"errors"
	"io/fs"
	"testing"
)

func TestSentencesAreKeptAndRead(t *testing.T) {
	differ := Differ("spend", Reading{"TSV", "2500.00 RUB"}, Reading{"JSONL", ""}).Detail
	if got, want := differ.String(), "spend: TSV 2500.00 RUB, JSONL nothing"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	for _, s := range []Sentence{Say("nothing"), Say("{n} of {x}", "n", int64(3), "x", "a [\"b\"]"), differ} {
		got, err := ParseSentence(EncodeSentence(s))
		if err != nil || got.String() != s.String() || len(got.Blanks) != len(s.Blanks) {
			t.Errorf("%q came back as %q, %v", s, got, err)
		}
		if again := EncodeSentence(got); again != EncodeSentence(s) {
			t.Errorf("%s was written again as %s", EncodeSentence(s), again)
		}
	}
	for _, bad := range []string{"", "{}", "[]", `["x","y"]`, `[1]`, `["x","n",1.5]`, `["x","n",["y","z"]]`, `[["x"]]`} {
		if s, err := ParseSentence(bad); err == nil {
			t.Errorf("%s was read as %q", bad, s)
		}
	}
}

func FuzzParseSentence(f *testing.F) {
	for _, s := range []string{`["a {n}","n",3]`, `["a {x}","x",["b"]]`, `[`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseSentence(text)
		if err != nil {
			return
		}
		again, err := ParseSentence(EncodeSentence(s))
		if err != nil || s.String() != again.String() {
			t.Fatalf("%q, then %q, %v", s, again, err)
		}
	})
}

func TestProblems(t *testing.T) {
	err := Invalid("{name}={value}: {error}", "name", "q", "value", "a\x1b[31mb", "error", fs.ErrNotExist)
	if !errors.Is(err, ErrInvalid) || !errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrNotFound) {
		t.Error("an error is not of its kind, or hides what it quotes")
	}
	if got, want := err.Error(), "q=a\uFFFD[31mb: file does not exist"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
