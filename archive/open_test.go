package archive

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp"
)

const tsvHeader = "AD_ID\tAD_CREATION_DATE\tAD_END_DATE\tAD_SPEND\tAD_TARGETING_AGE\tAD_TEXT\n"

func gzipped(t testing.TB, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func zipped(t testing.TB, files ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, files[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func write(t testing.TB, name string, content []byte) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(p, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

func hexSum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

// content reads a bundle's files one after another.
func content(t testing.TB, b *Bundle) string {
	t.Helper()
	var all strings.Builder
	for _, f := range b.Files {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, r); err != nil {
			t.Fatal(err)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

func TestOpenForms(t *testing.T) {
	plain := []byte(tsvHeader + "1\t\t\t\t\thello\n")
	marked := append([]byte("\ufeff"), plain...)
	packed := gzipped(t, plain)
	inZip := zipped(t, "a/ads.tsv", string(plain), "a/README.txt", "hello there\n")
	gzInZip := zipped(t, "ads.tsv.gz", string(packed))
	for name, given := range map[string][]byte{
		"ads.tsv": plain, "bom.tsv": marked, "ads.tsv.gz": packed, "no-ending": packed, "ads.zip": inZip, "gz.zip": gzInZip,
	} {
		for _, way := range []string{"file", "stdin", "folder"} {
			t.Run(name+"/"+way, func(t *testing.T) {
				p := write(t, name, given)
				o := Options{}
				switch way {
				case "stdin":
					p, o.Stdin = "-", bytes.NewReader(given)
				case "folder":
					p = filepath.Dir(p)
				}
				got, err := Open([]string{p}, o)
				if err != nil {
					t.Fatal(err)
				}
				defer got.Close()
				if len(got.Inputs) != 1 || got.Inputs[0].Format.Name() != "ira" {
					t.Fatalf("inputs: %+v", got.Inputs)
				}
				b := got.Inputs[0].Bundle
				if c := content(t, b); c != string(plain) {
					t.Errorf("content %q", c)
				}
				d, err := b.Digest()
				if err != nil {
					t.Fatal(err)
				}
				if d.SHA256 != hexSum(given) || d.Bytes != int64(len(given)) {
					t.Errorf("digest %+v, want %s of %d bytes", d, hexSum(given), len(given))
				}
				if name == "ads.zip" && len(got.Skipped) != 1 {
					t.Errorf("skipped %+v, want the README", got.Skipped)
				}
			})
		}
	}
}

// A digest asked for before anything was read is the same, and the bundle can
// be read afterwards, standard input too.
func TestDigestFirst(t *testing.T) {
	plain := []byte(tsvHeader + strings.Repeat("1\t\t\t\t\thello\n", 20_000))
	given := gzipped(t, plain)
	for _, p := range []string{write(t, "ads.tsv.gz", given), "-"} {
		got, err := Open([]string{p}, Options{Stdin: bytes.NewReader(given)})
		if err != nil {
			t.Fatal(err)
		}
		before, err := got.Inputs[0].Bundle.Digest()
		if err != nil {
			t.Fatal(err)
		}
		if before.SHA256 != hexSum(given) {
			t.Errorf("%s: digest %s, want %s", p, before.SHA256, hexSum(given))
		}
		if content(t, got.Inputs[0].Bundle) != string(plain) {
			t.Errorf("%s: content differs after the digest", p)
		}
		if err := got.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	row := tsvHeader + strings.Repeat("1\t\t\t\t\tsome words about a vote\n", 3000)
	packed := gzipped(t, []byte(row))
	blanks := gzipped(t, append([]byte(tsvHeader), bytes.Repeat([]byte(" "), 65<<20)...))
	for _, c := range []struct {
		name  string
		given []byte
		says  string
	}{
		{"empty.tsv", nil, "is empty"},
		{"empty.tsv.gz", gzipped(t, nil), "is empty"},
		{"blank.tsv", []byte("  \n \n"), "nothing but blanks"},
		{"cut.tsv.gz", packed[:len(packed)/2], "is cut off"},
		{"stub.tsv.gz", packed[:6], "is cut off"},
		{"header.gz", append([]byte{0x1f, 0x8b, 9}, packed[3:]...), "is damaged"},
		{"picture.bin", []byte("\x89PNG\x00\x00\x00"), "is not text"},
		{"utf16.csv", []byte("\xff\xfea\x00"), "UTF-16"},
		{"old.xls", []byte("\xd0\xcf\x11\xe0\xa1\xb1"), "old spreadsheet"},
		{"new.docx", zipped(t, "[Content_Types].xml", "<x/>"), "no workbook"},
		{"other.csv", []byte("name,age\nx,1\n"), `begins "name,age"`},
		{"zeros.gz", gzipped(t, make([]byte, 100<<10)), "is not text"},
		{"blanks.gz", blanks, "decompression bomb"},
		{"up.zip", zipped(t, "../ads.tsv", row), "leads outside"},
		{"root.zip", zipped(t, "/etc/ads.tsv", row), "leads outside"},
		{"drive.zip", zipped(t, `c:\ads.tsv`, row), "leads outside"},
		{"twice.zip", zipped(t, "ads.tsv", row, "ads.tsv", row), "two files of one name"},
		{"nested.zip", zipped(t, "inner.zip", string(zipped(t, "ads.tsv", row))), "zip inside a zip"},
		{"none.zip", zipped(t, "README", "words"), "holds no archive"},
		{"hollow.zip", zipped(t), ""},
		{"cut.zip", zipped(t, "ads.tsv", row)[:200], "is cut off"},
		{"bomb.zip", zipped(t, "ads.tsv", tsvHeader+strings.Repeat(" ", 65<<20)), "decompression bomb"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := readAll(t, write(t, c.name, c.given), Options{})
			var fe *contrechamp.FileError
			if !errors.As(err, &fe) || !errors.Is(err, contrechamp.ErrBadFile) {
				t.Fatalf("error %v, want a FileError", err)
			}
			if !strings.Contains(err.Error(), c.says) {
				t.Errorf("error %q, want it to say %q", err, c.says)
			}
		})
	}
	if err := readAll(t, write(t, "blanks.gz", blanks), Options{MaxRatio: 2000}); err != nil {
		t.Errorf("with a raised ratio: %v", err)
	}
	if err := readAll(t, write(t, "a.tsv", []byte(row)), Options{MaxBytes: 1 << 10}); err == nil || !strings.Contains(err.Error(), "more than 1024 bytes") {
		t.Errorf("over the limit: %v", err)
	}
	if err := readAll(t, filepath.Join(t.TempDir(), "none"), Options{}); err == nil || !strings.Contains(err.Error(), "cannot be opened") {
		t.Errorf("a path that is not there: %v", err)
	}
	if _, err := Open(nil, Options{}); !errors.Is(err, contrechamp.ErrInvalid) {
		t.Errorf("no path: %v", err)
	}
}

// readAll opens a path and reads all bytes of all files.
func readAll(t testing.TB, p string, o Options) error {
	t.Helper()
	got, err := Open([]string{p}, o)
	if err != nil {
		return err
	}
	defer got.Close()
	for _, in := range got.Inputs {
		for _, f := range in.Bundle.Files {
			r, err := f.Open()
			if err != nil {
				return err
			}
			if _, err := io.Copy(io.Discard, r); err != nil {
				return err
			}
			if err := r.Close(); err != nil {
				return err
			}
		}
	}
	return nil
}

// A wrong archive is told what is known.
func TestUnknownListsFormats(t *testing.T) {
	err := readAll(t, write(t, "x.csv", []byte("name,age\n")), Options{})
	for _, f := range All {
		if err == nil || !strings.Contains(err.Error(), f.Name()) {
			t.Errorf("error %v does not name %s", err, f.Name())
		}
	}
}

func FuzzOpen(f *testing.F) {
	plain := tsvHeader + "1\t\t\t\t\thello\n"
	f.Add([]byte(plain))
	f.Add(gzipped(f, []byte(plain)))
	f.Add(zipped(f, "a/ads.tsv", plain))
	f.Add(zipped(f, "ads.tsv.gz", string(gzipped(f, []byte(plain)))))
	f.Add([]byte("PK\x03\x04"))
	dir := f.TempDir()
	n := 0
	f.Fuzz(func(t *testing.T, given []byte) {
		n++
		p := filepath.Join(dir, fmt.Sprint(os.Getpid(), "-", n))
		if err := os.WriteFile(p, given, 0o600); err != nil {
			t.Fatal(err)
		}
		defer os.Remove(p)
		for _, o := range []Options{{MaxBytes: 1 << 20}, {MaxBytes: 1 << 20, Stdin: bytes.NewReader(given)}} {
			path := p
			if o.Stdin != nil {
				path = "-"
			}
			err := readAll(t, path, o)
			var fe *contrechamp.FileError
			if err != nil && !errors.As(err, &fe) {
				t.Fatalf("%s: %v is no FileError", path, err)
			}
		}
	})
}

// A gzip that is cut off far behind the bytes that tell the format is found
// out by whoever reads it.
func TestCutOffLater(t *testing.T) {
	var text bytes.Buffer
	if err := writeCreatives(&text, 5000, 3); err != nil {
		t.Fatal(err)
	}
	var objects bytes.Buffer
	for i := range 5000 {
		fmt.Fprintf(&objects, "{\"id\":\"%d\",\"page_id\":\"9001\",\"ad_delivery_start_time\":\"2024-05-02\",\"page_name\":\"%x\"}\n", i, sha256.Sum256([]byte{byte(i), byte(i >> 8)}))
	}
	for name, all := range map[string][]byte{"creatives.csv.gz": text.Bytes(), "ads.jsonl.gz": objects.Bytes()} {
		packed := gzipped(t, all)
		got, err := Open([]string{write(t, name, packed[:len(packed)*9/10])}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		var s tallySink
		err = got.Inputs[0].Format.Read(t.Context(), got.Inputs[0].Bundle, &s)
		var fe *contrechamp.FileError
		if !errors.As(err, &fe) || !strings.Contains(err.Error(), "is cut off") || s.ads == 0 {
			t.Errorf("%s: after %d ads: %v", name, s.ads, err)
		}
		if err := got.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestMostFiles: a folder and a zip may hold ten thousand files and not one more.
// They are empty, so that all of them are skipped.
func TestMostFiles(t *testing.T) {
	dir := t.TempDir()
	for i := range maxEntries {
		name := fmt.Sprintf("%05d.csv", i)
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, more := range []bool{false, true} {
		if more {
			if err := os.WriteFile(filepath.Join(dir, "z.csv"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		_, err := Open([]string{dir}, Options{})
		if got := err != nil && strings.Contains(err.Error(), "more than"); got != more {
			t.Errorf("a folder, one more %v: %v", more, err)
		}
	}
	for n, want := range map[int]bool{maxEntries: false, maxEntries + 1: true} {
		var files []string
		for i := range n {
			files = append(files, fmt.Sprintf("%05d.csv", i), "")
		}
		_, err := Open([]string{write(t, "many.zip", zipped(t, files...))}, Options{})
		if got := err != nil && strings.Contains(err.Error(), "more than"); got != want {
			t.Errorf("a zip of %d: %v", n, err)
		}
	}
}
