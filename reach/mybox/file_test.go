package mybox

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"testing"

	"github.com/andybalholm/brotli"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/reach"
)

func throughFile(t testing.TB, d *Data) *Data {
	t.Helper()
	back, err := Decode(encoded(t, d))
	if err != nil {
		t.Fatal(err)
	}
	return back
}

func encoded(t testing.TB, d *Data) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := Encode(&buf, d); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// TestFileKeepsEverything: cards, places and choices come back as they were.
func TestFileKeepsEverything(t *testing.T) {
	d, _, _ := sample(700, roll(t))
	back := throughFile(t, d)
	if !reflect.DeepEqual(d.Cards, back.Cards) || !reflect.DeepEqual(d.Ground.Rows(), back.Ground.Rows()) || !reflect.DeepEqual(d.Choices, back.Choices) {
		t.Error("cards, places or choices changed")
	}
	if !bytes.Equal(encoded(t, d), encoded(t, d)) {
		t.Error("the file differs from run to run")
	}
}

// TestFileIsSmall: the predicates of 100,000 ads of the workload, nearly all of
// different boxes, take at most 1.3 MB. What else answers need is logged beside
// it: it depends on how many advertisers and messages there are.
func TestFileIsSmall(t *testing.T) {
	n, quality, most := 100_000, 11, 1_300_000
	if os.Getenv("CONTRECHAMP_FULL") == "" {
		n, quality, most = 20_000, 9, 400_000
	}
	d, _, _ := sample(n, 42)
	whole := encoded(t, d)
	var boxes bytes.Buffer
	if err := reach.Encode(&boxes, d.Boxes); err != nil {
		t.Fatal(err)
	}
	predicates := brotliSize(t, boxes.Bytes(), quality)
	rest := brotliSize(t, whole[bytes.Index(whole, boxes.Bytes())+boxes.Len():], quality)
	t.Logf("%d ads in %d boxes: brotli %d bytes of predicates, %d of cards, places and choices", n, d.Boxes.Distinct(), predicates, rest)
	if predicates > most {
		t.Errorf("%d bytes of predicates compressed, more than %d", predicates, most)
	}
}

func brotliSize(t *testing.T, data []byte, quality int) int {
	t.Helper()
	var small bytes.Buffer
	z := brotli.NewWriterOptions(&small, brotli.WriterOptions{Quality: quality, LGWin: 24})
	if _, err := z.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return small.Len()
}

// TestJSONIsThatOfTheLibrary: the hand-written forms say what encoding/json reads
// back as the same values.
func TestJSONIsThatOfTheLibrary(t *testing.T) {
	seed := roll(t)
	d, w, l := sample(400, seed)
	b := New(d)
	for _, p := range readers(t, w, l, seed, 3) {
		s := b.Summarise(p, 5)
		var got struct {
			Total, Yes, Unknown, No Count
			Published               uint32 `json:"yes_as_published"`
			Lists                   map[string][]struct {
				Card, Ads uint32
				Why       struct {
					In    [][]string
					Out   []string
					Rest  []any
					On    []string
					Exact bool
					Told  bool `json:"reader_can_tell"`
				}
			}
			Others []Told
		}
		if err := json.Unmarshal(s.JSON(), &got); err != nil {
			t.Fatalf("%v in %s", err, s.JSON())
		}
		if got.Total != s.Total || got.Yes != s.Answers.Yes || got.Unknown != s.Answers.Unknown || got.No != s.Answers.No || got.Published != s.Answers.Silent {
			t.Errorf("counts %+v of %s", got, s.JSON())
		}
		if !reflect.DeepEqual(got.Others, s.Others) && len(s.Others) > 0 {
			t.Errorf("others %v, not %v", got.Others, s.Others)
		}
		for x, items := range s.Lists {
			list := got.Lists[audience.Answer(x).String()]
			if len(list) != len(items) {
				t.Fatalf("%d items, not %d", len(list), len(items))
			}
			for i, item := range items {
				g := list[i]
				if g.Card != item.Card || g.Ads != item.Ads || g.Why.Exact != item.Why.Exact || g.Why.Told != item.Why.Told ||
					!reflect.DeepEqual(g.Why.On, written(item.Why.On)) || !reflect.DeepEqual(g.Why.Out, written(item.Why.Out)) || len(g.Why.Rest) != len(item.Why.Rest) || len(g.Why.In) != len(item.Why.In) {
					t.Errorf("item %+v, not %+v", g, item)
				}
				for j := range item.Why.In {
					if !reflect.DeepEqual(g.Why.In[j], written(item.Why.In[j])) {
						t.Errorf("group %v, not %v", g.Why.In[j], item.Why.In[j])
					}
				}
			}
		}
	}
	for _, s := range []string{"", `"\`, "a\x00b\n<script>&", "é\u2028", "\xff", "😀"} {
		w := &writer{}
		w.text(s)
		want, _ := json.Marshal(s)
		var a, b string
		if json.Unmarshal(w.buf, &a) != nil || json.Unmarshal(want, &b) != nil || a != b {
			t.Errorf("%q is written %s", s, w.buf)
		}
	}
}

func written(facts []audience.Fact) (out []string) {
	for _, f := range facts {
		out = append(out, f.String())
	}
	return out
}

func FuzzDecode(f *testing.F) {
	for _, n := range []int{0, 1, 40} {
		d, _, _ := sample(n, 5)
		f.Add(encoded(f, d))
	}
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, file []byte) {
		d, err := Decode(file)
		if err != nil {
			return
		}
		b := New(d)
		p, err := ReadProfile(`age 30..30 and place lives "XV/r1"`, 0, 0, false)
		if err != nil {
			t.Fatal(err)
		}
		s := b.Summarise(p, 3)
		if !json.Valid(s.JSON()) {
			t.Fatalf("no JSON: %s", s.JSON())
		}
		b.WhatIf(s.Answers)
		for i := range min(len(d.Cards), 5) {
			b.Flips(s.Answers, uint32(i))
		}
	})
}
