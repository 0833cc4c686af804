package audience

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParseLeaves(t *testing.T) {
	for _, c := range []struct{ in, out string }{
		{`age 0..17`, `age ..17`},
		{` ( (age 18 .. 44) )`, `age 18..44`},
		{`(interest "a" or interest "b") or interest "c"`, `interest any ("a", "b", "c")`},
		{`interest any ("a")`, `interest "a"`},
		{`list any ("a","b") or list`, `list any ("a", "b") or list`},
		{`place "A" +1.50 km`, `place "A" +1.5km`},
		{`place near -0,-77 16mi`, `place near 0,-77 16mi`},
		{`language or or language in`, `language or or language in`},
		{`language "not a tag"`, `language "not a tag"`},
		{`lookalike 2.5%`, `lookalike 2.5%`},
		{`not (not everyone and nobody)`, `not (not everyone and nobody)`},
		{`interest "a \"b\" \\"`, `interest "a \"b\" \\"`},
		{`a`, ``},
	} {
		e, err := Parse(c.in)
		if c.out == "" {
			if err == nil {
				t.Errorf("%s: no error", c.in)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.in, err)
		} else if got := e.String(); got != c.out {
			t.Errorf("%s: got %s, want %s", c.in, got, c.out)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, c := range []struct {
		in   string
		pos  int
		want string
	}{
		{``, 0, "a fact"},
		{`age 18..44 age 3..`, 11, "and, or, or the end"},
		{`age 44..18`, 4, "upwards"},
		{`age 18..300`, 8, "at most 254"},
		{`age ..`, 6, "an age"},
		{`gender woman`, 7, "female"},
		{`interest Yoga`, 9, "double quotes"},
		{`interest "Yoga`, 14, "closing quote"},
		{`interest "a\n"`, 12, "backslash"},
		{`interest any ("a" "b")`, 18, "comma"},
		{`(age 3..`, 8, "closing bracket"},
		{`place near 91,0 3km`, 11, "latitude"},
		{`place "A" +3`, 12, "km or mi"},
		{`undisclosed thing`, 12, "not disclosed"},
		{`Interest "a"`, 0, "a fact"},
		{`age 18.. or`, 11, "a fact"},
		{strings.Repeat("(", 100_000), 251, "no more than 250"},
		{strings.Repeat("not ", 100_000), 1004, "no more than 250"},
	} {
		_, err := Parse(c.in)
		var se *SyntaxError
		if !errors.As(err, &se) {
			t.Errorf("%.40s: %v", c.in, err)
			continue
		}
		if se.Pos != c.pos || !strings.Contains(se.Want, c.want) {
			t.Errorf("%.40s: %v; want position %d, %q", c.in, err, c.pos, c.want)
		}
	}
}

// TestNearIsWhole: what an error quotes is at most 20 bytes long and ends between
// characters.
func TestNearIsWhole(t *testing.T) {
	for n := range 6 {
		for _, tail := range []string{"é", "☃", "😀", "x"} {
			_, err := Parse("age 18.. " + strings.Repeat("x", n) + strings.Repeat(tail, 20))
			var se *SyntaxError
			if !errors.As(err, &se) || len(se.Near) > 20 || len(se.Near) < 17 || !utf8.ValidString(se.Near) {
				t.Errorf("%d, %s: %v", n, tail, err)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range rows(f) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		e, err := Parse(s)
		if err != nil {
			return
		}
		p := e.String()
		again, err := Parse(p)
		if err != nil {
			t.Fatalf("the print of %q cannot be read: %q: %v", s, p, err)
		}
		if !Equal(e, again) {
			t.Fatalf("%q: printed as %q, read back as %q", s, p, again)
		}
	})
}
