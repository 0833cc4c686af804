package find

import (
	"maps"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/audience"
)

// maxAmount is the largest amount that can be asked for, in whole units.
const maxAmount = 1e15

// ParseFilter reads a filter from a query string or flags. Unknown keys are an
// error, as are values that cannot be read; the error is ErrInvalid.
func ParseFilter(values url.Values) (Filter, error) {
	var f Filter
	values, err := written(values)
	if err != nil {
		return f, err
	}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if !knownKey(key) {
			return f, contrechamp.Invalid(`unknown parameter "{key}"; known are {names}`, "key", key, "names", strings.Join(names(), ", "))
		}
		if n := len(values[key]); n > maxRepeats || n > 1 && slices.Contains(onlyOnce, key) {
			return f, contrechamp.Invalid(`parameter "{key}" stands {n} times`, "key", key, "n", n)
		}
	}
	for _, k := range Keys {
		for _, v := range values[k.Name] {
			v = strings.TrimSpace(v)
			if v == "" {
				continue
			}
			t, err := parseTerm(k.Name, v)
			if err != nil {
				return f, contrechamp.Invalid("{name}={value}: {error}", "name", k.Name, "value", v, "error", err)
			}
			f.Terms = append(f.Terms, t)
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
	needsCurrency := f.Sort == "money" || f.Has("min") || f.Has("max")
	if needsCurrency && !f.Has("currency") {
		return contrechamp.Invalid("amounts are compared within one currency: add currency=EUR (or another)")
	}
	if f.Has("how") && !f.Has("aims") {
		return contrechamp.Invalid("how says how aims is read: add aims=EXPR")
	}
	if how := f.Value("how"); how == "accepts" || how == "may" {
		for _, t := range f.Terms {
			if t.Key != "aims" {
				continue
			}
			if _, err := audience.PersonOf(t.expr); err != nil {
				return contrechamp.Invalid("how={how} reads aims as a person: {error}", "how", how, "error", err)
			}
		}
	}
	return nil
}

func parseTerm(key, v string) (Term, error) {
	t := Term{Key: key, Value: v}
	var err error
	switch key {
	case "archive":
		t.alternatives = strings.Split(v, "|")
		for _, a := range t.alternatives {
			if !slices.Contains(archive.Names(), a) {
				return t, contrechamp.Invalid("must be one of {list}", "list", strings.Join(archive.Names(), ", "))
			}
		}
	case "country", "currency":
		t.alternatives = strings.Split(strings.ToUpper(v), "|")
	case "how", "removed", "hidden", "text", "narrow":
		t.alternatives = strings.Split(v, "|")
		err = oneOf(t.alternatives, key)
	case "from", "to":
		if t.day, err = time.Parse(time.DateOnly, v); err != nil {
			err = contrechamp.Invalid("not a day; write 2024-05-31")
		}
	case "includes", "excludes":
		if v == "any" {
			break
		}
		if _, kindErr := audience.ParseKind(v); kindErr == nil {
			break
		}
		t.expr, err = audience.Parse(v)
	case "aims":
		t.expr, err = audience.Parse(v)
	case "min", "max":
		var x float64
		if x, err = strconv.ParseFloat(v, 64); err != nil || math.IsNaN(x) || x > maxAmount {
			return t, contrechamp.Invalid("not an amount; write 1000 or 12.50")
		}
		if x < 0 {
			return t, contrechamp.Invalid("an amount is not negative")
		}
		t.number = int64(x*100 + .5)
	case "size_max":
		if t.number, err = strconv.ParseInt(v, 10, 64); err != nil || t.number < 0 {
			return t, contrechamp.Invalid("not a number of people; write 1000")
		}
	case "criteria":
		lo, hi, ranged := strings.Cut(v, "..")
		t.lo, err = strconv.Atoi(lo)
		switch {
		case err != nil:
		case !ranged:
			t.hi = t.lo
		case hi == "":
			t.hi = 1 << 30
		default:
			t.hi, err = strconv.Atoi(hi)
		}
		if err != nil || t.lo < 0 || t.hi < t.lo {
			return t, contrechamp.Invalid("not a number or a range of numbers; write 3.. or 2..4 or 3")
		}
	}
	return t, err
}

func oneOf(values []string, key string) error {
	i := slices.IndexFunc(Keys, func(k Key) bool { return k.Name == key })
	allowed := strings.Split(Keys[i].Takes, "|")
	for _, v := range values {
		if !slices.Contains(allowed, v) {
			return contrechamp.Invalid("must be one of {list}", "list", strings.Join(allowed, ", "))
		}
	}
	return nil
}

// onlyOnce are the parameters that say how a list is shown, and how one is read.
var onlyOnce = []string{"sort", "after", "limit", "lang", "how"}

// maxRepeats bounds the work that one address can ask for.
const maxRepeats = 20

func knownKey(key string) bool {
	switch key {
	case "sort", "after", "limit", "lang":
		return true
	}
	return slices.ContainsFunc(Keys, func(k Key) bool { return k.Name == key })
}

func names() []string {
	var out []string
	for _, k := range Keys {
		out = append(out, k.Name)
	}
	return append(out, "sort", "after", "limit", "lang")
}
