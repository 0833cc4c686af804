package archive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
)

// TestContract holds every format of All to the same laws, over its excerpts.
func TestContract(t *testing.T) {
	for _, name := range Names() {
		paths := excerpts(t, name)
		if len(paths) == 0 {
			t.Errorf("%s has no excerpt in testdata", name)
		}
		for _, p := range paths {
			t.Run(p, func(t *testing.T) { contract(t, name, p) })
		}
	}
}

// input opens one excerpt, which must be one bundle of the format.
func input(t *testing.T, format, p string) Input {
	t.Helper()
	got, err := Open([]string{p}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { got.Close() })
	if len(got.Inputs) != 1 || got.Inputs[0].Format.Name() != format {
		t.Fatalf("opens as %+v, want one bundle of %s", got.Inputs, format)
	}
	return got.Inputs[0]
}

func contract(t *testing.T, format, p string) {
	in := input(t, format, p)
	var k, again kept
	ctx := context.Background()
	if err := in.Format.Read(ctx, in.Bundle, &k); err != nil {
		t.Fatal(err)
	}
	if err := in.Format.Read(ctx, in.Bundle, &again); err != nil {
		t.Fatal(err)
	}
	if a, b := written(&k), written(&again); a != b {
		t.Errorf("read twice, it differs: %s", firstDifference(a, b))
	}
	if len(k.ads)+len(k.tallies) == 0 {
		t.Error("nothing is read")
	}
	l := laws{t, in.Format, map[contrechamp.AdID]bool{}, map[string]bool{}}
	for _, a := range k.ads {
		l.ad(a)
	}
	for _, x := range k.tallies {
		l.tally(x)
	}
	for _, r := range k.rejects {
		l.row(r.Row)
		if !slices.Contains(contrechamp.RejectReasons, r.Reason) || r.Detail.English == "" {
			t.Errorf("%s:%d: reason %q, detail %q", r.Row.File, r.Row.Line, r.Reason, r.Detail)
		}
	}
	l.detectedByOne(in.Bundle)
	l.rowsCounted(in.Bundle)
	stops(t, in)
	for _, f := range in.Bundle.Files {
		truncated(t, in.Format, f, &k)
	}
}

type laws struct {
	t      *testing.T
	format Format
	ids    map[contrechamp.AdID]bool
	rows   map[string]bool
}

func (l laws) row(r contrechamp.Row) {
	if r.File == "" || r.Line < 1 {
		l.t.Errorf("row %q:%d", r.File, r.Line)
	}
	l.rows[fmt.Sprintf("%s:%d", r.File, r.Line)] = true
}

var currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)

func (l laws) extent(what string, r contrechamp.Range) {
	if !r.Stated && r != (contrechamp.Range{}) || r.Lo < 0 || r.Hi < r.Lo || r.Open && r.Hi != r.Lo {
		l.t.Errorf("%s is %+v", what, r)
	}
}

func (l laws) money(what string, m contrechamp.Money) {
	l.extent(what, m.Range)
	if m.Stated != currencyCode.MatchString(m.Currency) {
		l.t.Errorf("%s is %+v", what, m)
	}
}

func (l laws) date(what string, d contrechamp.Date) {
	if d.Known() && (d.Time.Year() < 2004 || d.Time.Year() > 2100) || d.Precision == contrechamp.ToDay && d.Time.Hour() != 0 {
		l.t.Errorf("%s is %+v", what, d)
	}
}

func (l laws) ad(a *contrechamp.Ad) {
	l.row(a.Row)
	if len(a.Row.Raw) == 0 {
		l.t.Errorf("%s has no raw row", a.ID)
	}
	if l.ids[a.ID] {
		l.t.Errorf("%s comes twice", a.ID)
	}
	l.ids[a.ID] = true
	if a.ID.Archive() != l.format.Name() || string(a.ID) == l.format.Name()+":" {
		l.t.Errorf("id %q", a.ID)
	}
	if a.Advertiser != "" && a.Advertiser.Archive() != l.format.Name() {
		l.t.Errorf("%s: advertiser %q", a.ID, a.Advertiser)
	}
	if a.Audience == nil {
		l.t.Fatalf("%s has no audience", a.ID)
	}
	for _, e := range []*audience.Expr{a.Audience, a.Context} {
		if e == nil {
			continue
		}
		back, err := audience.Parse(e.String())
		if err != nil || !audience.Equal(back, e) {
			l.t.Errorf("%s: %s does not parse back: %v", a.ID, e, err)
		}
		for f := range e.Facts() {
			for _, silent := range l.format.Silent() {
				if f.Kind == silent || f.Kind == audience.Undisclosed && f.Of == silent.String() {
					l.t.Errorf("%s: %s is of a kind that the archive never publishes", a.ID, f)
				}
			}
			if f.Kind.Context() != (e == a.Context) && f.Kind != audience.Other && f.Kind != audience.Undisclosed {
				l.t.Errorf("%s: %s stands on the wrong side of box and context", a.ID, f)
			}
		}
	}
	l.money(string(a.ID)+" money", a.Money)
	for what, r := range map[string]contrechamp.Range{"views": a.Impressions, "clicks": a.Clicks, "estimate": a.Estimate, "reached": a.Reached} {
		l.extent(string(a.ID)+" "+what, r)
	}
	for what, d := range map[string]contrechamp.Date{"start": a.Start, "end": a.End, "created": a.Created} {
		l.date(string(a.ID)+" "+what, d)
	}
	for _, r := range a.Remarks {
		if !slices.Contains(contrechamp.RemarkKinds, r.Kind) || r.Detail.English == "" {
			l.t.Errorf("%s: remark %+v", a.ID, r)
		}
	}
	for _, r := range a.Repairs {
		if r.Rule == "" || r.Field == "" || r.Raw == r.Read {
			l.t.Errorf("%s: repair %+v", a.ID, r)
		}
	}
	for _, b := range a.Delivered {
		if b.People < 0 || b.Share < 0 || b.Share > 1.001 || b.People > 0 && b.Share > 0 {
			l.t.Errorf("%s: delivered %+v", a.ID, b)
		}
	}
}

func (l laws) tally(x *contrechamp.Tally) {
	l.row(x.Row)
	at := fmt.Sprintf("%s:%d", x.Row.File, x.Row.Line)
	if !slices.Contains(contrechamp.TallyKinds, x.Kind) || x.Archive != l.format.Name() {
		l.t.Errorf("%s: kind %q, archive %q", at, x.Kind, x.Archive)
	}
	l.money(at+" money", x.Money)
	l.extent(at+" ads", x.Ads)
	l.date(at+" from", x.From)
	l.date(at+" to", x.To)
	if e := x.Criterion; e != nil {
		if back, err := audience.Parse(e.String()); err != nil || !audience.Equal(back, e) {
			l.t.Errorf("%s: %s does not parse back: %v", at, e, err)
		}
		if x.Share > 1 || x.Share < 0 && x.Share != -1 {
			l.t.Errorf("%s: share %g", at, x.Share)
		}
	}
	if x.From.Known() && x.To.Known() && x.To.Time.Before(x.From.Time) {
		l.t.Errorf("%s: from %s to %s", at, x.From, x.To)
	}
}

// detectedByOne: no file is of two formats.
func (l laws) detectedByOne(b *Bundle) {
	for _, file := range b.Files {
		head, err := file.Head()
		if err != nil {
			l.t.Fatal(err)
		}
		for _, f := range All {
			if got, want := f.Detect(file.Name, head), f == l.format; got != want {
				l.t.Errorf("%s detects %s: %v, want %v", f.Name(), file.Name, got, want)
			}
		}
	}
}

// rowsCounted: where rows are easily told apart, none vanishes.
func (l laws) rowsCounted(b *Bundle) {
	want := 0
	for _, file := range b.Files {
		all := []byte(content(l.t, &Bundle{Files: []File{file}}))
		lines := 0
		for line := range bytes.Lines(all) {
			if len(bytes.TrimSpace(line)) > 0 && !bytes.HasPrefix(line, []byte("sep=")) {
				lines++
			}
		}
		switch ext := filepath.Ext(file.Name); {
		case ext == ".jsonl":
			want += lines
		case (ext == ".csv" || ext == ".tsv") && bytes.IndexByte(all, '"') < 0:
			want += lines - 1
		default:
			return
		}
	}
	if len(l.rows) != want {
		l.t.Errorf("%d rows are told of, the files have %d", len(l.rows), want)
	}
}

// stopper is a sink that ends the reading after some rows.
type stopper struct {
	after int
	err   error
}

func (s *stopper) one() error {
	if s.after--; s.after == 0 {
		return s.err
	}
	return nil
}

func (s *stopper) Ad(*contrechamp.Ad) error        { return s.one() }
func (s *stopper) Tally(*contrechamp.Tally) error  { return s.one() }
func (s *stopper) Reject(contrechamp.Reject) error { return s.one() }

// stops: a sink's error and a cancelled context end the reading.
func stops(t *testing.T, in Input) {
	t.Helper()
	full := errors.New("the sink is full")
	if err := in.Format.Read(context.Background(), in.Bundle, &stopper{after: 1, err: full}); !errors.Is(err, full) {
		t.Errorf("the sink's error comes back as %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := in.Format.Read(ctx, in.Bundle, &stopper{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled, reading returns %v", err)
	}
}

// truncated: a file cut off anywhere gives its first rows, and an error about
// the file or a reject, never a panic or a row that is not there.
func truncated(t *testing.T, f Format, file File, whole *kept) {
	t.Helper()
	all := []byte(content(t, &Bundle{Files: []File{file}}))
	known := map[string]bool{}
	for _, a := range whole.ads {
		known[string(a.ID)] = true
	}
	for n := 0; n < len(all); n += 1 + len(all)/97 {
		cut := &Bundle{Name: "cut", Files: []File{{Name: file.Name, Open: func() (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(all[:n])), nil
		}}}}
		var k kept
		err := f.Read(context.Background(), cut, &k)
		var fe *contrechamp.FileError
		if err != nil && !errors.As(err, &fe) {
			t.Fatalf("cut after %d bytes: %v is no FileError", n, err)
		}
		for i, a := range k.ads {
			if !known[string(a.ID)] && i < len(k.ads)-1 {
				t.Errorf("cut after %d bytes: %s is read, which is not in the whole", n, a.ID)
			}
		}
	}
}

// TestNothingPrivate: addresses of persons and keys of whoever asked do not
// come out of any reader, not even with rejected rows.
func TestNothingPrivate(t *testing.T) {
	for _, name := range Names() {
		for _, p := range excerpts(t, name) {
			k := openPath(t, name, p)
			var all strings.Builder
			all.WriteString(written(k))
			for _, a := range k.ads {
				all.Write(a.Row.Raw)
			}
			for _, x := range k.tallies {
				all.Write(x.Row.Raw)
			}
			for _, r := range k.rejects {
				all.Write(r.Row.Raw)
			}
			for _, secret := range []string{"Crater Road", "EAAsecret", "EAA|x"} {
				if strings.Contains(all.String(), secret) {
					t.Errorf("%s: %q comes out", p, secret)
				}
			}
		}
	}
}

// TestRawRows: but for what is private, the raw row is what stands in the file.
func TestRawRows(t *testing.T) {
	p := filepath.Join("testdata", "google", "creative-stats-2021.csv")
	all, err := os.ReadFile(p)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.Split(all, []byte("\n"))
	for _, a := range openPath(t, "google", p).ads {
		if want := lines[a.Row.Line-1]; !bytes.Equal(a.Row.Raw, want) {
			t.Errorf("line %d: %q, want %q", a.Row.Line, a.Row.Raw, want)
		}
	}
}
