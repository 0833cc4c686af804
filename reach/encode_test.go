package reach

import (
	"bytes"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/reach/internal/workload"
)

func encoded(t testing.TB, b *Boxes) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := Encode(&buf, b); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestEncodeKeepsMeaning(t *testing.T) {
	d := roll(t)
	for _, n := range []int{0, 1, 5, 2000} {
		b := NewBoxes()
		boxes := make([]*audience.Expr, n)
		for i := range boxes {
			boxes[i] = d.box()
			b.Add(boxes[i])
		}
		file := encoded(t, b)
		back, err := Decode(file)
		if err != nil {
			t.Fatal(err)
		}
		if back.Len() != n || back.Distinct() != b.Distinct() {
			t.Fatalf("%d ads and %d boxes came back as %d and %d", n, b.Distinct(), back.Len(), back.Distinct())
		}
		for i, e := range boxes {
			got := back.Audience(uint32(i))
			for range 5 {
				p, w := d.person(), d.world()
				if g, want := audience.Eval(got, &p, w), audience.Eval(e, &p, w); g != want {
					t.Fatalf("%s came back as %s: %v, want %v for %+v", e, got, g, want, p)
				}
			}
		}
	}
}

// TestEncodedSize holds the file of the browser to what issue 3 allows: 100,000
// ads in 1.3 MB.
func TestEncodedSize(t *testing.T) {
	n, level := 20_000, 9
	if full() {
		n, level = 100_000, 11
	}
	w, l, b := workload.New(42), workload.NewLeaves(), NewBoxes()
	w.EachAd(42, n, workload.Broad, func(a workload.Ad) { b.Add(l.Audience(&a)) })
	file := encoded(t, b)
	var small bytes.Buffer
	z := brotli.NewWriterLevel(&small, level)
	if _, err := z.Write(file); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d ads: %d bytes, brotli %d: %.1f B/ad", n, len(file), small.Len(), float64(small.Len())/float64(n))
	if small.Len() > n*13+60_000 {
		t.Errorf("%d ads take %d bytes compressed", n, small.Len())
	}
}

func FuzzDecode(f *testing.F) {
	d := roll(f)
	for _, n := range []int{0, 1, 30} {
		b := NewBoxes()
		for range n {
			b.Add(d.box())
		}
		f.Add(encoded(f, b))
	}
	f.Add([]byte(magic))
	f.Add([]byte("contrechamp boxes 9\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := Decode(data)
		if err != nil {
			return
		}
		x := NewIndex(b)
		p := d.person()
		var r Result
		x.Match(&p, audience.World{}, &r)
		if r.Yes.Count()+r.Unknown.Count() > b.Len() {
			t.Fatalf("%d and %d of %d ads", r.Yes.Count(), r.Unknown.Count(), b.Len())
		}
		for ad := range uint32(b.Len()) {
			b.Audience(ad)
		}
		if _, err := Decode(encoded(t, b)); err != nil {
			t.Fatalf("what was read cannot be written and read again: %v", err)
		}
	})
}
