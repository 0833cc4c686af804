package ingest_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/ingest"
)

// metaAd is an invented ad as Meta's Ad Library gives it.
func metaAd(id, start, lower, upper, body string) string {
	return `{"id": "` + id + `", "ad_creation_time": "` + start + `", "ad_delivery_start_time": "` + start + `", "ad_creative_bodies": ["` + body +
		`"], "page_id": "100", "page_name": "Inventa", "ad_snapshot_url": "https://www.facebook.com/ads/archive/render_ad/?id=` + id +
		`", "publisher_platforms": ["facebook"], "spend": {"lower_bound": "` + lower + `", "upper_bound": "` + upper +
		`"}, "impressions": {"lower_bound": "0", "upper_bound": "999"}, "target_ages": ["18", "65"], "target_gender": "All", "target_locations": [{"name": "Duitsland", "num_obfuscated": 0, "type": "countries", "excluded": false}]}` + "\n"
}

func good(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(metaAd("9"+strings.Repeat("0", i+1), "2024-05-01", "0", "99", "text"))
	}
	return b.String()
}

// TestBrokenFiles: a damaged file is refused with a message that says what is
// wrong, and the store is as it was.
func TestBrokenFiles(t *testing.T) {
	s := memory(t)
	must(t, s, ingest.Options{}, file(t, "before.jsonl", good(3)))
	before := content(t, s)
	dir := t.TempDir()
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	packed := func(size int64) []byte { // the header and one long line of nothing
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		io.WriteString(z, header)
		io.CopyN(z, zeros{}, size)
		z.Close()
		return b.Bytes()
	}
	var long bytes.Buffer
	long.WriteString(`{"id": "1", "page_id": "2", "page_name": "Inventa", "ad_delivery_start_time": "2024-05-01", "ad_creative_bodies": ["`)
	long.Write(bytes.Repeat([]byte("a"), 100<<20))
	long.WriteString("\"]}\n")
	text, err := os.ReadFile(file(t, "whole.tsv.gz", many(3000, "text")))
	if err != nil {
		t.Fatal(err)
	}
	var zipped bytes.Buffer
	z := zip.NewWriter(&zipped)
	w, _ := z.Create("notes.txt")
	io.WriteString(w, "nothing of interest")
	z.Close()

	for _, c := range []struct{ name, path, says string }{
		{"truncated gzip", write("cut.tsv.gz", text[:len(text)-100]), "cut off"},
		{"damaged gzip", write("damaged.tsv.gz", append(append([]byte{}, text[:len(text)/2]...), bytes.Repeat([]byte{7}, len(text)/2)...)), "damaged"},
		{"bomb", write("bomb.tsv.gz", packed(300<<20)), "bomb"},
		{"one line of 100 MB", write("long.jsonl", long.Bytes()), "16"},
		{"not UTF-8", write("latin.tsv", []byte(header+"1\t2015-10-25 6:28:33\t\t1\tR\xe9publique"+strings.Repeat("\t", 18)+"\n")), "UTF-8"},
		{"UTF-16", write("wide.csv", []byte("\xff\xfeA\x00D\x00")), "UTF-16"},
		{"wrong archive", write("other.csv", []byte("year,votes\n2020,7\n")), "no archive that is known"},
		{"empty", write("empty.csv", nil), "empty"},
		{"header only", write("bare.tsv", []byte(header)), "no rows"},
		{"zip without an archive", write("x.zip", zipped.Bytes()), "no archive"},
		{"year 1", write("year1.jsonl", []byte(metaAd("1", "0001-01-01", "0", "99", "x"))), "0001-01-01"},
		{"two contents", write("two.jsonl", []byte(metaAd("1", "2024-05-01", "0", "99", "x")+metaAd("1", "2024-05-01", "0", "99", "y"))), "another content"},
		{"no file", filepath.Join(dir, "nothing.csv"), "cannot be opened"},
	} {
		_, err := imports(s, ingest.Options{}, c.path)
		if !errors.Is(err, contrechamp.ErrBadFile) {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: the message does not say %q: %v", c.name, c.says, err)
		}
		if len(err.Error()) > 500 {
			t.Errorf("%s: a message of %d bytes", c.name, len(err.Error()))
		}
		t.Logf("%s: %v", c.name, err)
		if after := content(t, s); after != before {
			t.Errorf("%s: the store changed:\n%s\n%s", c.name, before, after)
		}
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}

// TestBrokenRows: a damaged row is kept among the rejects and gives no fact;
// the rest of its file is read.
func TestBrokenRows(t *testing.T) {
	for _, c := range []struct{ name, row, id, reason string }{
		{"year 1", metaAd("1", "0001-01-01", "0", "99", "x"), "meta:1", "bad-date"},
		{"not UTF-8", metaAd("1", "2024-05-01", "0", "99", "R\xe9publique"), "", "bad-utf8"},
		{"bounds crossed", metaAd("1", "2024-05-01", "500", "99", "x"), "meta:1", "bad-range"},
		{"not JSON", `{"id": "1", ` + "\n", "", "bad-json"},
		{"17 MB", metaAd("1", "2024-05-01", "0", "99", strings.Repeat("long ", 17<<20/5)), "", "too-long"},
	} {
		s := memory(t)
		r := must(t, s, ingest.Options{}, file(t, "x.jsonl", good(2)+c.row+good(3)[len(good(2)):]))
		if r.Source.Rows != 4 || r.Source.Ads != 3 || r.Source.Rejected != 1 {
			t.Errorf("%s: %+v", c.name, r.Source)
		}
		var id any = c.id
		if c.id == "" {
			id = nil
		}
		same(t, c.name, ask(t, s, "SELECT line, id, reason FROM reject"), strings.TrimSuffix(strings.Join([]string{"3", toString(id), c.reason}, " "), "\n"))
		same(t, c.name, ask(t, s, "SELECT count(*) FROM ad WHERE id = 'meta:1'"), "0")
		same(t, c.name, ask(t, s, "SELECT length(raw) > 10 AND length(detail) > 10 FROM reject"), "true")
	}
}

func toString(v any) string {
	if v == nil {
		return "<nil>"
	}
	return v.(string)
}
