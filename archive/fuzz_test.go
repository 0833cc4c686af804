package archive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/adlib"
	"github.com/contrechamp/contrechamp/archive/atc"
	"github.com/contrechamp/contrechamp/archive/audiencetab"
	"github.com/contrechamp/contrechamp/archive/google"
	"github.com/contrechamp/contrechamp/archive/linkedin"
	"github.com/contrechamp/contrechamp/archive/meta"
	"github.com/contrechamp/contrechamp/archive/rows"
	"github.com/contrechamp/contrechamp/archive/snap"
	"github.com/contrechamp/contrechamp/archive/tiktok"
	"github.com/contrechamp/contrechamp/archive/x"
	"github.com/contrechamp/contrechamp/audience"
)

// fuzz reads whatever bytes by a format: no panic, a FileError if any, rows
// read = rows told of, each once, and audiences that parse back. The seeds are
// the format's excerpts.
func fuzz(f *testing.F, format Format, name string, open func(io.Reader) rows.Reader) {
	for _, p := range excerpts(f, format.Name()) {
		files := []string{p}
		if info, err := os.Stat(p); err == nil && info.IsDir() {
			files, _ = filepath.Glob(filepath.Join(p, "*"))
		}
		for _, p := range files {
			seed, err := os.ReadFile(p)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(bytes.TrimPrefix(seed, utf8Mark))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var k kept
		err := format.Read(context.Background(), &Bundle{Name: name, Files: []File{{Name: name, Open: func() (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(data)), nil
		}}}}, &k)
		var fe *contrechamp.FileError
		if err != nil && !errors.As(err, &fe) {
			t.Fatalf("%v is no FileError", err)
		}
		told := map[int]int{}
		for _, a := range k.ads {
			told[a.Row.Line]++
			for _, e := range []*audience.Expr{a.Audience, a.Context} {
				if e == nil {
					continue
				}
				back, err := audience.Parse(e.String())
				if err != nil || !audience.Equal(back, e) {
					t.Errorf("%s: %s does not parse back: %v", a.ID, e, err)
				}
			}
			for what, r := range map[string]contrechamp.Range{"money": a.Money.Range, "views": a.Impressions, "estimate": a.Estimate, "reached": a.Reached} {
				if r.Lo < 0 || r.Hi < r.Lo {
					t.Errorf("%s: %s %+v", a.ID, what, r)
				}
			}
		}
		for _, r := range k.rejects {
			told[r.Row.Line]++
		}
		for line, n := range told {
			if n > 1 {
				t.Errorf("row %d is told of %d times", line, n)
			}
		}
		for _, x := range k.tallies {
			told[x.Row.Line]++
			if x.Money.Lo < 0 || x.Money.Hi < x.Money.Lo {
				t.Errorf("row %d: money %+v", x.Row.Line, x.Money)
			}
		}
		if err != nil {
			return
		}
		if !countable(data) {
			return
		}
		read := 0
		for r := open(bytes.NewReader(data)); ; read++ {
			err := r.Next()
			var b *rows.Error
			if err != nil && !errors.As(err, &b) {
				break
			}
		}
		if read != len(told) {
			t.Errorf("%d rows are read, %d told of", read, len(told))
		}
	})
}

// countable says whether a table's rows can be counted by reading it as plain
// comma-separated text: with other separators or line ends they are other rows.
func countable(data []byte) bool {
	lower := bytes.ToLower(data)
	return !bytes.ContainsAny(data, ";\t") && !bytes.Contains(lower, []byte("sep=")) &&
		bytes.Count(data, []byte("\r")) == bytes.Count(data, []byte("\r\n"))
}

// tableRows reads the rows of a table behind its header.
func tableRows(r io.Reader) rows.Reader {
	t := rows.NewTable(context.Background(), r, "x.csv", ',')
	if _, err := t.Header(); err != nil {
		panic(fmt.Sprint("a table was read whose header cannot be: ", err))
	}
	return t
}

// objectsOrTable reads JSON as documents and all else as a table.
func objectsOrTable(lists ...string) func(io.Reader) rows.Reader {
	return func(r io.Reader) rows.Reader {
		all, err := io.ReadAll(r)
		if err != nil {
			panic(err)
		}
		if start := bytes.TrimLeft(all, " \t\r\n"); len(start) > 0 && (start[0] == '{' || start[0] == '[') {
			return rows.NewDocuments(context.Background(), bytes.NewReader(all), "x.json", lists...)
		}
		return tableRows(bytes.NewReader(all))
	}
}

func FuzzMeta(f *testing.F) {
	fuzz(f, meta.Format{}, "x.json", func(r io.Reader) rows.Reader {
		in, err := meta.Rows(context.Background(), r, "x.json")
		if err != nil {
			panic(fmt.Sprint("a file was read whose rows cannot be: ", err))
		}
		return in
	})
}

func FuzzSnap(f *testing.F) { fuzz(f, snap.Format{}, "PoliticalAds.csv", tableRows) }
func FuzzGoogle(f *testing.F) {
	fuzz(f, google.Format{}, "google-political-ads-x.csv", objectsOrTable())
}
func FuzzAudienceTab(f *testing.F) { fuzzSound(f, audiencetab.Format{}, "ep2024_BE_30d.csv") }
func FuzzLibrary(f *testing.F)     { fuzzSound(f, meta.Library{}, "library.json") }
func FuzzAdlib(f *testing.F) {
	fuzz(f, adlib.Format{}, "FacebookAdLibraryReport_2023-03-05_NL_last_30_days_advertisers.csv", tableRows)
}

// objects reads the rows that the formats of platforms' interfaces have.
func objects(isRow func(keys []string) bool, lists ...string) func(io.Reader) rows.Reader {
	return func(r io.Reader) rows.Reader {
		return rows.NewDocuments(context.Background(), r, "x.json", lists...).Find(isRow)
	}
}

func FuzzTikTok(f *testing.F) {
	fuzz(f, tiktok.Format{}, "x.json", objects(rows.HasKey("ad")))
}
func FuzzLinkedIn(f *testing.F) {
	fuzz(f, linkedin.Format{}, "x.json", objects(rows.HasKey("adUrl"), "elements"))
}
func FuzzGallery(f *testing.F) {
	fuzz(f, snap.Gallery{}, "x.json", objects(rows.HasKey("ad_preview", "ad_account_name"), "ad_previews"))
}
func FuzzATC(f *testing.F) {
	fuzz(f, atc.Format{}, "x.json", objects(rows.HasKey("creative_page_url")))
}
func FuzzX(f *testing.F) { fuzz(f, x.Format{}, "x.csv", tableRows) }

// fuzzSound reads whatever bytes by a format whose rows are not told apart by
// lines: no panic, a FileError if any, and what is told is sound.
func fuzzSound(f *testing.F, format Format, name string) {
	for _, p := range excerpts(f, format.Name()) {
		seed, err := os.ReadFile(p)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var k kept
		err := format.Read(context.Background(), &Bundle{Name: name, Files: []File{{Name: name, Open: func() (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(data)), nil
		}}}}, &k)
		var fe *contrechamp.FileError
		if err != nil && !errors.As(err, &fe) {
			t.Fatalf("%v is no FileError", err)
		}
		for _, a := range k.ads { // an id may come twice: ingest says so
			laws{t: t, format: format, rows: map[string]bool{}, ids: map[contrechamp.AdID]bool{}}.ad(a)
		}
		for _, x := range k.tallies {
			laws{t: t, format: format, rows: map[string]bool{}}.tally(x)
		}
	})
}
