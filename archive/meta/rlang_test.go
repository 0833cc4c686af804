package meta

import (
	"encoding/json"
	"testing"
)

func TestRList(t *testing.T) {
	for in, want := range map[string]string{
		`c("facebook", "instagram")`: `["facebook","instagram"]`,
		`c("a \"b\", c", 'd | e')`:   `["a \"b\", c","d | e"]`,
		`c("v", NA)`:                 `["v",null]`,
		`list(c("x", "y"))`:          `["x","y"]`,
		`list("x")`:                  `["x"]`,
		`list()`:                     `[]`,
		`character(0)`:               `[]`,
		`c("\u00e9", "un\ndeux\\")`:  `["é","un\ndeux\\"]`,
		`c(0.6, 1e+05, 2L)`:          `["0.6","100000","2"]`,
		`c(lower_bound = "100", upper_bound = "199")`:                                                                   `{"lower_bound":"100","upper_bound":"199"}`,
		`list(lower_bound = "100")`:                                                                                     `{"lower_bound":"100"}`,
		`list(percentage = c("0.6", "0.4"), gender = c("female", "male"))`:                                              `[{"gender":"female","percentage":"0.6"},{"gender":"male","percentage":"0.4"}]`,
		`list(list(percentage = "0.6", age = "65+"), list(percentage = "1", age = NA))`:                                 `[{"age":"65+","percentage":"0.6"},{"age":null,"percentage":"1"}]`,
		`structure(list(percentage = c(0.7, 0.3), region = c("A", "B")), class = "data.frame", row.names = c(NA, -2L))`: `[{"percentage":"0.7","region":"A"},{"percentage":"0.3","region":"B"}]`,
	} {
		got, ok := rList([]byte(in))
		if !ok || string(got) != want {
			t.Errorf("%s: %s %v, want %s", in, got, ok, want)
		}
	}
	for _, in := range []string{`c("a"`, `c("a" "b")`, `c(a)`, `c("a") and more`, `system("x")`, `c("\q")`, `c(,)`, `list(a = "1", "2")`, ``, `c("a", )`} {
		if got, ok := rList([]byte(in)); ok {
			t.Errorf("%s is read as %s", in, got)
		}
	}
}

// FuzzRList: no panic, and what comes out is JSON.
func FuzzRList(f *testing.F) {
	f.Add([]byte(`list(percentage = c("0.6", "0.4"), a = list(c(1L, NA), character(0)))`))
	f.Fuzz(func(t *testing.T, in []byte) {
		if out, ok := rList(in); ok && !json.Valid(out) {
			t.Errorf("%q becomes %q", in, out)
		}
	})
}

// FuzzLooseJSON: no panic, and what comes out is JSON.
func FuzzLooseJSON(f *testing.F) {
	f.Add("target_locations", `[{name: Lyon, France, num_obfuscated: 0, type: CITY, excluded: false}]`)
	f.Fuzz(func(t *testing.T, field, cell string) {
		if out, ok := looseJSON(field, cell); ok && !json.Valid(out) {
			t.Errorf("%q becomes %q", cell, out)
		}
	})
}

// FuzzShownRange: no panic, and both ends are numbers.
func FuzzShownRange(f *testing.F) {
	f.Add("$1.000-$1.499")
	f.Add("≥1M")
	f.Fuzz(func(t *testing.T, s string) {
		lower, upper, ok := shownRange(s)
		for _, n := range []str{lower, upper} {
			if ok && n != "" && !isPlainNumber(string(n)) {
				t.Errorf("%q: %q is no number", s, n)
			}
		}
	})
}
