package web

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"

	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/reach/mybox"
	"github.com/contrechamp/contrechamp/say"
)

// meFile is one of the files that the page fetches, ready to be sent.
type meFile struct {
	kind     string // Content-Type
	etag     string
	br, gz   []byte
	identity []byte
}

func newFile(kind string, body []byte, quality int) (*meFile, error) {
	sum := sha256.Sum256(body)
	f := &meFile{kind: kind, etag: `"` + hex.EncodeToString(sum[:12]) + `"`, identity: body}
	var br, gz bytes.Buffer
	w := brotli.NewWriterOptions(&br, brotli.WriterOptions{Quality: quality, LGWin: 24})
	z, err := gzip.NewWriterLevel(&gz, gzip.DefaultCompression)
	if err != nil {
		return nil, err
	}
	for _, c := range []io.WriteCloser{w, z} {
		if _, err := c.Write(body); err != nil {
			return nil, err
		}
		if err := c.Close(); err != nil {
			return nil, err
		}
	}
	f.br, f.gz = br.Bytes(), gz.Bytes()
	return f, nil
}

func (f *meFile) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache") // kept, but asked whether it still holds
	body, etag := f.identity, f.etag
	switch {
	case accepts(r, "br"):
		h.Set("Content-Encoding", "br")
		body, etag = f.br, strings.TrimSuffix(f.etag, `"`)+`-br"`
	case accepts(r, "gzip"):
		h.Set("Content-Encoding", "gzip")
		body, etag = f.gz, strings.TrimSuffix(f.etag, `"`)+`-gz"`
	}
	h.Set("ETag", etag)
	if strings.Contains(r.Header.Get("If-None-Match"), etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Length", fmt.Sprint(len(body)))
	w.Write(body)
}

// accepts reports whether a client takes an encoding.
func accepts(r *http.Request, encoding string) bool {
	for _, part := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.TrimSpace(name) == encoding && strings.ReplaceAll(q, " ", "") != "q=0" {
			return true
		}
	}
	return false
}

// program is the program for browsers. It lies in the repository compressed;
// browsers without brotli, and tests, get it from there once.
var program = sync.OnceValues(func() (*meFile, error) {
	packed, err := assetFiles.ReadFile("assets/mybox.wasm.br")
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(brotli.NewReader(bytes.NewReader(packed)))
	if err != nil {
		return nil, fmt.Errorf("unpacking the program for browsers: %w; remake it with go generate ./web", err)
	}
	f, err := newFile("application/wasm", body, 0)
	if err == nil {
		f.br = packed
	}
	return f, err
})

// meFiles are the files and the page of one state of the store.
type meFiles struct {
	mu    sync.Mutex
	of    *find.MyBox
	files map[string]*meFile
	pages map[say.Lang]mePage
}

// hold forgets what was made of another state. The caller has the lock.
func (m *meFiles) hold(mine *find.MyBox) {
	if m.of != mine {
		m.of, m.files, m.pages = mine, map[string]*meFile{}, map[say.Lang]mePage{}
	}
}

// page makes the page's value once for a language.
func (m *meFiles) page(l say.Lang, mine *find.MyBox) mePage {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.hold(mine)
	p, ok := m.pages[l]
	if !ok {
		p = pageOf(l, mine)
		m.pages[l] = p
	}
	return p
}

// get makes a file when it is first asked for after a change of the store.
func (m *meFiles) get(ctx context.Context, f *find.Finder, name string) (*meFile, error) {
	mine, err := f.MyBox(ctx)
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.hold(mine)
	if file := m.files[name]; file != nil {
		return file, nil
	}
	var body bytes.Buffer
	kind, quality := "application/json; charset=utf-8", cardsQuality
	switch name {
	case "boxes.bin":
		kind, quality = "application/octet-stream", boxesQuality
		err = mybox.Encode(&body, mine.Data)
	case "cards.json":
		err = compact(&body, cardsOf(mine))
	default:
		l, _ := say.Of(strings.TrimPrefix(name, "words."))
		err = compact(&body, wordsOf(cmp.Or(l, say.EN), mine))
	}
	if err != nil {
		return nil, err
	}
	if body.Len() > largeFile {
		quality = min(quality, 5)
	}
	file, err := newFile(kind, body.Bytes(), quality)
	if err == nil {
		m.files[name] = file
	}
	return file, err
}

func compact(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// meRoutes serves what the page fetches: whole files, the same for everybody, so
// that nothing about the reader is in any request.
func (s *Site) meRoutes(mux *http.ServeMux) {
	files := &s.mine
	serve := func(name func(r *http.Request) string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			for k := range r.URL.Query() {
				if k != "lang" {
					http.Error(w, fmt.Sprintf("error: unknown parameter %q; this file takes none", k), http.StatusBadRequest)
					return
				}
			}
			f, err := files.get(r.Context(), s.Finder, name(r))
			if err != nil {
				http.Error(w, "error: "+err.Error(), statusOf(err))
				return
			}
			f.ServeHTTP(w, r)
		}
	}
	mux.Handle("GET /me/boxes.bin", serve(func(*http.Request) string { return "boxes.bin" }))
	mux.Handle("GET /me/cards.json", serve(func(*http.Request) string { return "cards.json" }))
	mux.Handle("GET /me/words.json", serve(func(r *http.Request) string {
		return "words." + string(language(r, r.URL.Query()))
	}))
	mux.Handle("GET /assets/mybox.wasm", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, err := program()
		if err != nil {
			http.Error(w, "error: "+err.Error(), http.StatusInternalServerError)
			return
		}
		f.ServeHTTP(w, r)
	}))
}

// Qualities of brotli: the boxes are worth it, the rest is made while a reader waits.
const (
	boxesQuality = 9
	cardsQuality = 6
	largeFile    = 8 << 20 // above this the boxes too are packed quickly
)
