package finding

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/contrechamp/contrechamp"
)

// Finding is an answer that was kept.
type Finding struct {
	Question string    `json:"question"` // a page's address: path and query, without form and language
	Program  string    `json:"program"`  // that answered: its version
	Sources  []Source  `json:"sources"`  // what the store held
	Kept     time.Time `json:"kept"`     // to the second

	Answer []byte `json:"-"` // the page's JSON
	Table  []byte `json:"-"` // the page's CSV, nil if it has none
}

// Source is a copy of an archive that the store held.
type Source struct {
	Archive string `json:"archive"`
	Name    string `json:"name"`
	SHA256  string `json:"sha256"`
}

// Address writes a page's address as a finding keeps it: host, form (.json,
// .csv) and language cut, keys in order. What is kept is the question.
func Address(given string) (string, error) {
	u, err := url.Parse(strings.TrimSpace(given))
	if err != nil || !strings.HasPrefix(u.Path, "/") {
		return "", contrechamp.Invalid("{address} is no address of a page: give what stands behind the host, such as /exclusions?archive=meta", "address", given)
	}
	values, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return "", contrechamp.Invalid("the query of {address} is damaged: copy the address again", "address", given)
	}
	values.Del("lang")
	path := u.EscapedPath()
	for _, form := range []string{".json", ".csv"} {
		path = strings.TrimSuffix(path, form)
	}
	if path == "/index" {
		path = "/"
	}
	if len(values) > 0 {
		path += "?" + values.Encode()
	}
	return path, nil
}

// ID names a finding by its contents: the first 100 bits of the SHA-256 of
// question, program, sources and answer. The day is not in it, so the same
// answer kept twice is one finding.
func (f *Finding) ID() string {
	var b bytes.Buffer
	answer := sha256.Sum256(f.Answer)
	fmt.Fprintf(&b, "%s\n%s\n%x\n", f.Question, f.Program, answer)
	for _, s := range f.sorted() {
		fmt.Fprintf(&b, "%s %s\n", s.Archive, s.SHA256)
	}
	sum := sha256.Sum256(b.Bytes())
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:])[:20])
}

// sorted are the sources in an order that does not depend on when they came.
func (f *Finding) sorted() []Source {
	s := slices.Clone(f.Sources)
	slices.SortFunc(s, func(a, b Source) int {
		return cmp.Or(cmp.Compare(a.Archive, b.Archive), cmp.Compare(a.SHA256, b.SHA256))
	})
	return s
}

// Same says what of a finding an answer of today is.
type Same struct {
	Answer  bool     `json:"answer"`  // the answers are equal, byte by byte
	Program bool     `json:"program"` // the same version gave them
	Missing []Source `json:"missing"` // sources that the store no longer holds
	Added   []Source `json:"added"`   // that it did not hold
	// Differs are the places of the answer, as paths into its JSON, that are not
	// equal: the first of them.
	Differs []string `json:"differs"`
}

// Compare holds an answer of today against a kept one.
func (f *Finding) Compare(now *Finding) Same {
	s := Same{
		Answer:  bytes.Equal(f.Answer, now.Answer),
		Program: f.Program == now.Program,
		Missing: without(f.Sources, now.Sources),
		Added:   without(now.Sources, f.Sources),
		Differs: []string{},
	}
	if !s.Answer {
		var a, b any
		if json.Unmarshal(f.Answer, &a) == nil && json.Unmarshal(now.Answer, &b) == nil {
			differ("", a, b, &s.Differs)
		}
	}
	return s
}

func without(all, some []Source) []Source {
	out := []Source{}
	for _, s := range all {
		if !slices.ContainsFunc(some, func(o Source) bool { return o.Archive == s.Archive && o.SHA256 == s.SHA256 }) {
			out = append(out, s)
		}
	}
	return out
}

// mostDiffers is how many places Compare names.
const mostDiffers = 20

func differ(path string, a, b any, out *[]string) {
	if len(*out) >= mostDiffers {
		return
	}
	switch x := a.(type) {
	case map[string]any:
		if y, ok := b.(map[string]any); ok {
			names := slices.AppendSeq(slices.Collect(maps.Keys(x)), maps.Keys(y))
			slices.Sort(names)
			for _, k := range slices.Compact(names) {
				differ(path+"/"+k, x[k], y[k], out)
			}
			return
		}
	case []any:
		if y, ok := b.([]any); ok {
			for i := range max(len(x), len(y)) {
				var p, q any
				if i < len(x) {
					p = x[i]
				}
				if i < len(y) {
					q = y[i]
				}
				differ(fmt.Sprintf("%s/%d", path, i), p, q, out)
			}
			return
		}
	default:
		if a == b {
			return
		}
	}
	*out = append(*out, cmp.Or(path, "/"))
}
