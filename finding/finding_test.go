package finding

import (
	"archive/zip"
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/contrechamp/contrechamp"
)

func example() *Finding {
	return &Finding{
		Question: "/exclusions?archive=meta",
		Program:  "0.1-test",
		Sources:  []Source{{"snap", "Été \"2026\".csv", "bb"}, {"meta", "a b.jsonl", "aa"}},
		Kept:     time.Date(2026, 12, 1, 4, 5, 6, 0, time.UTC),
		Answer:   []byte(`{"rows": [{"id": 1}, {"id": 2}], "total": 2}`),
		Table:    []byte("id\n1\n2\n"),
	}
}

func key(t testing.TB) *Key {
	t.Helper()
	k, err := LoadKey(filepath.Join(t.TempDir(), "sub", "key"))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func bundle(t testing.TB, f *Finding, k *Key) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.Bundle(&b, k); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func open(b []byte) (*Signed, error) { return Open("x.zip", bytes.NewReader(b), int64(len(b))) }

func TestRoundTrip(t *testing.T) {
	f, k := example(), key(t)
	s, err := open(bundle(t, f, k))
	if err != nil {
		t.Fatal(err)
	}
	if s.Key != k.Public || s.ID != f.ID() {
		t.Errorf("key %s, id %s", s.Key, s.ID)
	}
	want := *f
	want.Sources = f.sorted()
	if !reflect.DeepEqual(*s.Finding, want) {
		t.Errorf("got %+v, want %+v", *s.Finding, want)
	}
	f.Table = nil
	if s, err = open(bundle(t, f, k)); err != nil || s.Table != nil {
		t.Errorf("without a table: %v %v", s, err)
	}
}

// TestID: the day, the names of files and the order of sources are not in it,
// everything else is.
func TestID(t *testing.T) {
	id := example().ID()
	if !isID(id) {
		t.Errorf("%q", id)
	}
	for name, c := range map[string]struct {
		change func(*Finding)
		same   bool
	}{
		"day":      {func(f *Finding) { f.Kept = f.Kept.Add(time.Hour) }, true},
		"name":     {func(f *Finding) { f.Sources[0].Name = "other" }, true},
		"order":    {func(f *Finding) { f.Sources[0], f.Sources[1] = f.Sources[1], f.Sources[0] }, true},
		"question": {func(f *Finding) { f.Question += "x" }, false},
		"program":  {func(f *Finding) { f.Program += "x" }, false},
		"source":   {func(f *Finding) { f.Sources[0].SHA256 = "cc" }, false},
		"answer":   {func(f *Finding) { f.Answer = append(f.Answer, ' ') }, false},
	} {
		f := example()
		c.change(f)
		if got := f.ID() == id; got != c.same {
			t.Errorf("%s: same id %v", name, got)
		}
	}
}

// TestEveryBit: of a bundle in which any bit was turned, either nothing that a
// finding says has changed (the zip keeps times and flags beside), or it is
// refused.
func TestEveryBit(t *testing.T) {
	f := example()
	whole := bundle(t, f, key(t))
	r := rand.New(rand.NewPCG(1, 1))
	refused := 0
	for range 2000 {
		b := bytes.Clone(whole)
		bit := r.IntN(8 * len(b))
		b[bit/8] ^= 1 << (bit % 8)
		s, err := open(b)
		if err != nil {
			refused++
			continue
		}
		want := *f
		want.Sources = f.sorted()
		if !reflect.DeepEqual(*s.Finding, want) {
			t.Fatalf("bit %d turned: %+v was taken", bit, *s.Finding)
		}
	}
	if refused < 1000 {
		t.Errorf("only %d of 2000 were refused", refused)
	}
}

// rezip writes the files of a bundle anew, changed.
func rezip(t *testing.T, b []byte, change func(name string, body []byte) []byte, more ...string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range in.File {
		body, err := read(f)
		if err != nil {
			t.Fatal(err)
		}
		if body = change(f.Name, body); body != nil {
			w, _ := z.Create(f.Name)
			w.Write(body)
		}
	}
	for _, name := range more {
		w, _ := z.Create(name)
		w.Write([]byte("x"))
	}
	z.Close()
	return out.Bytes()
}

func TestForged(t *testing.T) {
	f := example()
	whole := bundle(t, f, key(t))
	keep := func(_ string, b []byte) []byte { return b }
	other := key(t)
	for name, c := range map[string]struct {
		b    []byte
		says string
	}{
		"not a zip": {[]byte("hello"), "not a zip"},
		"answer": {rezip(t, whole, func(n string, b []byte) []byte {
			return bytes.ReplaceAll(b, []byte(`"total": 2`), []byte(`"total": 3`))
		}), "answer.json is not what was signed"},
		"note": {rezip(t, whole, func(n string, b []byte) []byte {
			return bytes.ReplaceAll(b, []byte("0.1-test"), []byte("0.2-test"))
		}), "signature does not hold"},
		"another key": {rezip(t, whole, func(n string, b []byte) []byte {
			if n == keyFile {
				return []byte(other.Public)
			}
			return b
		}), "signature does not hold"},
		"no answer": {rezip(t, whole, func(n string, b []byte) []byte {
			if n == answerFile {
				return nil
			}
			return b
		}), "no answer.json"},
		"another file": {rezip(t, whole, keep, "run.sh"), "run.sh"},
		"a file twice": {rezip(t, whole, keep, answerFile), "twice"},
	} {
		_, err := open(c.b)
		if !errors.Is(err, contrechamp.ErrBadFile) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
	// A table that nobody signed.
	f.Table = nil
	if _, err := open(rezip(t, bundle(t, f, other), keep, tableFile)); err == nil || !strings.Contains(err.Error(), "not among what was signed") {
		t.Errorf("a table slipped in: %v", err)
	}
}

func TestAddress(t *testing.T) {
	for given, want := range map[string]string{
		"/ads.json?q=b&archive=meta&lang=fr":   "/ads?archive=meta&q=b",
		"http://127.0.0.1:8017/ads/meta:1.csv": "/ads/meta:1",
		"/":                                    "/",
		"/index.json":                          "/",
		"/exclusions?excludes=b&excludes=a":    "/exclusions?excludes=b&excludes=a",
		"/advertisers/https%3A%2F%2Fx.example%2Fp?lang=en": "/advertisers/https%3A%2F%2Fx.example%2Fp",
	} {
		got, err := Address(given)
		if err != nil || got != want {
			t.Errorf("%s: %s %v, want %s", given, got, err, want)
		}
	}
	for _, given := range []string{"ads", "", "/ads?q=%zz", "::"} {
		if got, err := Address(given); !errors.Is(err, contrechamp.ErrInvalid) {
			t.Errorf("%q: %q %v", given, got, err)
		}
	}
}

func TestCompare(t *testing.T) {
	f, now := example(), example()
	if s := f.Compare(now); !s.Answer || !s.Program || len(s.Missing)+len(s.Added)+len(s.Differs) != 0 {
		t.Errorf("the same: %+v", s)
	}
	now.Answer = []byte(`{"rows": [{"id": 1}, {"id": 3}, {"id": 4}], "total": 3}`)
	now.Sources = now.Sources[:1]
	now.Program = "other"
	s := f.Compare(now)
	if want := []string{"/rows/1/id", "/rows/2", "/total"}; !reflect.DeepEqual(s.Differs, want) {
		t.Errorf("differs %v, want %v", s.Differs, want)
	}
	if s.Answer || s.Program || len(s.Missing) != 1 || s.Missing[0].Archive != "meta" {
		t.Errorf("%+v", s)
	}
}

func TestFolder(t *testing.T) {
	d, k, f := Beside(filepath.Join(t.TempDir(), "s.duckdb")), key(t), example()
	if l, err := d.List(); err != nil || l != nil {
		t.Errorf("nothing kept: %v %v", l, err)
	}
	if _, err := d.Get(f.ID()); !errors.Is(err, contrechamp.ErrNotFound) {
		t.Errorf("nothing kept: %v", err)
	}
	path, err := d.Keep(f, k)
	if err != nil {
		t.Fatal(err)
	}
	first, _ := os.ReadFile(path)
	later := example()
	later.Kept = later.Kept.Add(time.Hour)
	if again, err := d.Keep(later, k); err != nil || again != path {
		t.Errorf("kept again at %s: %v", again, err)
	}
	if b, _ := os.ReadFile(path); !bytes.Equal(b, first) {
		t.Error("keeping it again changed it")
	}
	later.Question = "/ads"
	if _, err := d.Keep(later, k); err != nil {
		t.Fatal(err)
	}
	damaged := filepath.Join(string(d), strings.Repeat("a", 20)+".zip")
	if err := os.WriteFile(damaged, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := d.List()
	if err != nil || len(l) != 3 || l[0].ID != later.ID() || l[1].ID != f.ID() || l[2].Wrong == nil {
		t.Errorf("%+v %v", l, err)
	}
	for _, id := range []string{"../" + f.ID(), "", strings.ToUpper(f.ID())} {
		if _, err := d.Get(id); !errors.Is(err, contrechamp.ErrNotFound) {
			t.Errorf("%q: %v", id, err)
		}
	}
	if err := os.WriteFile(damaged, first, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Get(strings.Repeat("a", 20)); err == nil || !strings.Contains(err.Error(), "renamed") {
		t.Errorf("a renamed bundle: %v", err)
	}
}

func TestKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "k")
	a, err := LoadKey(path)
	if err != nil {
		t.Fatal(err)
	}
	b, err := LoadKey(path)
	if err != nil || a.Public != b.Public {
		t.Errorf("%v: a second key", err)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
	if err := os.WriteFile(path, []byte("nonsense\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadKey(path); err == nil {
		t.Error("nonsense is a key")
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(bundle(f, example(), key(f)))
	f.Fuzz(func(t *testing.T, b []byte) {
		if s, err := open(b); err == nil && s.Finding.ID() != s.ID {
			t.Errorf("%+v", s)
		}
	})
}

func FuzzNote(f *testing.F) {
	e := example()
	files := []file{{answerFile, e.Answer}}
	f.Add(e.text(files))
	f.Fuzz(func(t *testing.T, text string) {
		got, err := parse(text, map[string][]byte{answerFile: e.Answer})
		if err == nil && !strings.Contains(text, got.ID()) {
			t.Errorf("%q gives %+v", text, got)
		}
	})
}
