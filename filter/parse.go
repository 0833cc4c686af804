package filter

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
)

// shown are the parameters beside the keys: how a list is shown. Each stands at
// most once.
var shown = []string{"sort", "after", "limit", "lang"}

// maxRepeats bounds the work that one address can ask for.
const maxRepeats = 20

// Parse reads a filter from a query string or flags. Unknown keys are an error,
// as are values that cannot be read; the error is ErrInvalid.
func (t Table) Parse(values url.Values) (Filter, error) {
	var f Filter
	values, err := written(values)
	if err != nil {
		return f, err
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		k, known := t.Named(name)
		view := slices.Contains(shown, name)
		if !known && !view {
			return f, contrechamp.Invalid(`unknown parameter "{key}"; known are {names}`, "key", name, "names", strings.Join(t.parameters(), ", "))
		}
		if n := len(values[name]); n > maxRepeats || n > 1 && (view || k.Once) {
			return f, contrechamp.Invalid(`parameter "{key}" stands {n} times`, "key", name, "n", n)
		}
	}
	for _, k := range t {
		for _, v := range values[k.Name] {
			if v = strings.TrimSpace(v); v == "" {
				continue
			}
			term, err := k.read(v)
			if err != nil {
				return f, contrechamp.Invalid("{name}={value}: {error}", "name", k.Name, "value", v, "error", err)
			}
			f.Terms = append(f.Terms, term)
		}
	}
	f.Sort, f.After = values.Get("sort"), values.Get("after")
	if f.Sort != "" && !slices.Contains(Sorts, f.Sort) {
		return f, contrechamp.Invalid("sort={sort}: must be one of {list}", "sort", f.Sort, "list", strings.Join(Sorts, ", "))
	}
	if s := values.Get("limit"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > MaxLimit {
			return f, contrechamp.Invalid("limit={limit}: must be a number from 1 to {most}", "limit", s, "most", MaxLimit)
		}
		f.Limit = n
	}
	return f, f.check()
}

// And is the filter with one more condition, as Parse would read it.
func (t Table) And(f Filter, key, value string) (Filter, error) {
	v := f.Values()
	v.Add(key, value)
	return t.Parse(v)
}

func (t Table) parameters() []string {
	var out []string
	for _, k := range t {
		out = append(out, k.Name)
	}
	return append(out, shown...)
}

// written reads size<1000 and size<=1000, as people write them into an address,
// as size_max. An address is split at its first "=", so that they come as the
// keys "size<1000" and "size<".
func written(values url.Values) (url.Values, error) {
	out := values
	for key, list := range values {
		rest, ok := strings.CutPrefix(key, "size<")
		if !ok {
			continue
		}
		if rest == "" {
			rest = strings.Join(list, "")
		} else if n, err := strconv.ParseInt(rest, 10, 64); err == nil && n > 0 && strings.Join(list, "") == "" {
			rest = strconv.FormatInt(n-1, 10)
		} else {
			return nil, contrechamp.Invalid("{key}: write size<1000 or size<=1000", "key", key)
		}
		if len(list) > 1 {
			return nil, contrechamp.Invalid(`parameter "{key}" stands {n} times`, "key", key, "n", len(list))
		}
		out = maps.Clone(out)
		delete(out, key)
		out["size_max"] = append(slices.Clone(out["size_max"]), rest)
	}
	return out, nil
}

// check looks at terms that need each other.
func (f Filter) check() error {
	if f.Sort == "money" && !f.Has("currency") {
		return needs("currency")
	}
	for _, t := range f.Terms {
		if t.Key.Needs != "" && !f.Has(t.Key.Needs) {
			return needs(t.Key.Needs)
		}
	}
	how := f.Value("how")
	if how != "accepts" && how != "may" {
		return nil
	}
	for _, t := range f.Terms {
		if t.Key.Kind != Expression {
			continue
		}
		if _, err := audience.PersonOf(t.Expr); err != nil {
			return contrechamp.Invalid("how={how} reads aims as a person: {error}", "how", how, "error", err)
		}
	}
	return nil
}

// needs says why a key has to be there.
func needs(key string) error {
	switch key {
	case "currency":
		return contrechamp.Invalid("amounts are compared within one currency: add currency=EUR (or another)")
	case "aims":
		return contrechamp.Invalid("how says how aims is read: add aims=EXPR")
	}
	return contrechamp.Invalid("add {key}", "key", key)
}
