package filter

import (
	"errors"
	"net/url"
	"testing"

	"github.com/contrechamp/contrechamp"
)

var table = Keys([]string{"meta", "snap"})

// TestFilterSurvivesItsAddress: what a filter writes, it reads back.
func TestFilterSurvivesItsAddress(t *testing.T) {
	v := url.Values{"q": {"a b", "-c"}, "min": {"10"}, "currency": {"EUR"}, "aims": {"age 18..18"}, "how": {"may"}, "sort": {"money"}, "limit": {"5"}}
	f, err := table.Parse(v)
	if err != nil {
		t.Fatal(err)
	}
	if got := f.Values().Encode(); got != v.Encode() {
		t.Errorf("%s, want %s", got, v.Encode())
	}
}

// TestValues reads values of each kind into what they mean.
func TestValues(t *testing.T) {
	for _, c := range []struct {
		key, value string
		number     int64
		from, to   int64
	}{
		{"min", "12.5", 1250, 0, 0},
		{"max", "0", 0, 0, 0},
		{"size_max", "1000", 1000, 0, 0},
		{"from", "1970-01-02", 0, 1, 1},
		{"month", "1970-02", 0, 31, 58},
		{"month", "2024-02", 0, 19754, 19782}, // 29 days
		{"criteria", "3", 0, 3, 3},
		{"criteria", "2..4", 0, 2, 4},
		{"criteria", "3..", 0, 3, Unbounded},
	} {
		k, _ := table.Named(c.key)
		got, err := k.read(c.value)
		if err != nil || got.Number != c.number || got.From != c.from || got.To != c.to {
			t.Errorf("%s=%s: %d, %d..%d, %v", c.key, c.value, got.Number, got.From, got.To, err)
		}
	}
}

// TestWrongValues are refused, each with ErrInvalid.
func TestWrongValues(t *testing.T) {
	for _, query := range []string{
		"colour=red", "archive=facebook", "archive=meta|", "from=2024", "month=2024-13", "month=2024-05-01", "month=may",
		"min=1", "min=-1&currency=EUR", "max=NaN&currency=EUR", "max=1e16&currency=EUR", "size_max=-1", "criteria=4..2", "criteria=x",
		"includes=interest+and", "aims=age", "how=may", "how=may&how=may&aims=age+18..18", "how=maybe&aims=age+18..18", "how=may&aims=not+age+18..18",
		"narrow=7", "removed=yes", "hidden=maybe", "sort=size&sort=size", "sort=colour", "limit=0", "limit=1001", "sort=money", "size<x=", "size<0=",
	} {
		v, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := table.Parse(v); !errors.Is(err, contrechamp.ErrInvalid) {
			t.Errorf("%s: error %v, want one of ErrInvalid", query, err)
		}
	}
}

// TestWithout takes a condition away, and with it those that say nothing
// without it, no others.
func TestWithout(t *testing.T) {
	for _, c := range []struct{ query, key, value, want string }{
		{"currency=EUR&min=1&sort=money&q=a", "currency", "EUR", "q=a"},
		{"currency=EUR&min=1&sort=money", "min", "1", "currency=EUR&sort=money"},
		{"aims=age+18..18&how=may", "aims", "age 18..18", ""},
		{"aims=age+18..18&how=may&currency=EUR&min=1&after=meta:1", "currency", "EUR", "aims=age+18..18&how=may"},
	} {
		v, err := url.ParseQuery(c.query)
		if err != nil {
			t.Fatal(err)
		}
		f, err := table.Parse(v)
		if err != nil {
			t.Fatal(err)
		}
		if got := f.Without(f.At(c.key, c.value)); got != c.want {
			t.Errorf("%s without %s=%s: %s, want %s", c.query, c.key, c.value, got, c.want)
		}
	}
}

// TestRows: every row is whole, names are apart, and what a key needs is there.
func TestRows(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range table {
		if seen[k.Name] {
			t.Errorf("two rows of %s", k.Name)
		}
		seen[k.Name] = true
		if k.Kind == 0 || k.Kind >= kinds || k.Part == 0 || k.Takes == "" || k.Help == "" {
			t.Errorf("the row of %s is not whole: %+v", k.Name, k)
		}
		if (k.Kind == Choice || k.Kind == Archive) != (len(k.Words) > 0) {
			t.Errorf("%s has the words %v", k.Name, k.Words)
		}
		if _, known := table.Named(k.Needs); k.Needs != "" && !known {
			t.Errorf("%s needs %s, which is no key", k.Name, k.Needs)
		}
	}
}

func FuzzParse(fz *testing.F) {
	fz.Add("q=a&aims=age+18..24&min=1&currency=EUR")
	fz.Add("criteria=3..&size_max=10&removed=gone|changed")
	fz.Add("month=2024-02&creative=x&size<1000")
	fz.Fuzz(func(t *testing.T, s string) {
		v, err := url.ParseQuery(s)
		if err != nil {
			return
		}
		f, err := table.Parse(v)
		if err != nil {
			if !errors.Is(err, contrechamp.ErrInvalid) {
				t.Fatalf("error of another kind: %v", err)
			}
			return
		}
		if _, err := table.Parse(f.Values()); err != nil {
			t.Fatalf("%q reads, %q does not: %v", s, f.Values().Encode(), err)
		}
	})
}
