// Package web serves the pages and the API from the same values. A page is a
// function from a request to a value; one place turns the value into HTML,
// JSON (.json) or CSV (.csv), and an error into a status. Pages are read without
// a script; My box alone runs a program in the browser, so that nothing about
// its reader leaves it. There is no third party and no cookie.
package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/klauspost/compress/gzhttp"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/finding"
	"github.com/contrechamp/contrechamp/say"
)

// Site is what is served: a store's answers, under a name.
type Site struct {
	Finder  *find.Finder
	Version string
	BaseURL string // "" if not known: then nothing that needs it is offered

	Findings finding.Folder // of the store's kept answers
	Marks    string         // file of readers' marks on pairs (package sidebyside); "": none

	mine meFiles // what the page "My box" and browsers fetch
}

// page is one address.
type page struct {
	name    string // of the template, and of the message "title-NAME"
	pattern string // path with {id}
	window  string // which entry of the navigation is current
	get     func(ctx context.Context, r *request) (any, error)
}

// request is what a page function may look at.
type request struct {
	site   *Site
	lang   say.Lang
	id     string     // the {id} of the pattern, unescaped
	values url.Values // of the query, without lang
	path   string     // without suffix
	form   string     // json, csv or ""
}

// tabular is a value that has a CSV form.
type tabular interface {
	Table() (header []string, rows [][]string)
}

// Handler serves the site.
func (s *Site) Handler() (http.Handler, error) {
	t, err := parseTemplates()
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", assets())
	s.meRoutes(mux)
	mux.HandleFunc("GET /bundle/{id}", s.serveBundle)
	for _, p := range pages {
		h := &handler{site: s, page: p, templates: t}
		mux.Handle("GET "+p.pattern, h)
		if !strings.HasSuffix(p.pattern, "{id}") && p.pattern != "/{$}" {
			mux.Handle("GET "+p.pattern+".json", h)
			mux.Handle("GET "+p.pattern+".csv", h)
		}
	}
	mux.Handle("GET /index.json", &handler{site: s, page: pages[0], templates: t})
	nowhere := &handler{site: s, page: page{name: "error", get: func(_ context.Context, r *request) (any, error) {
		return nil, contrechamp.NotFound("no page {path}", "path", r.path)
	}}, templates: t}
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
		if path := strings.TrimRight(r.URL.EscapedPath(), "/"); path != "" && path != r.URL.EscapedPath() {
			if r.URL.RawQuery != "" {
				path += "?" + r.URL.RawQuery
			}
			http.Redirect(w, r, path, http.StatusMovedPermanently)
			return
		}
		nowhere.ServeHTTP(w, r)
	})
	small, err := gzhttp.NewWrapper(gzhttp.CompressionLevel(gzip.BestSpeed))
	if err != nil {
		return nil, err
	}
	return secure(small(mux)), nil
}

// secure sets the headers that every answer carries.
func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		next.ServeHTTP(w, r)
	})
}

type handler struct {
	site      *Site
	page      page
	templates *templates
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path, form := split(r.URL.Path)
	values := r.URL.Query()
	if clean, changed := untracked(values); changed {
		http.Redirect(w, r, (&url.URL{Path: r.URL.Path, RawQuery: clean.Encode()}).String(), http.StatusFound)
		return
	}
	req := &request{site: h.site, lang: language(r, values), values: values, path: path, form: form}
	if id := r.PathValue("id"); id != "" {
		req.id, _ = split(id)
	}
	value, err := h.answer(r.Context(), req)
	status := http.StatusOK
	if err != nil {
		if r.Context().Err() != nil {
			return // the reader has gone
		}
		status = statusOf(err)
		value = failed(req.lang, status, err)
	}
	w.Header().Set("Vary", "Accept-Language")
	if h.page.name == "me" {
		w.Header().Set("Content-Security-Policy", mePolicy)
	}
	var body bytes.Buffer
	switch form {
	case "json":
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		err = writeJSON(&body, value)
	case "csv":
		if table, ok := value.(tabular); ok {
			w.Header().Set("Content-Type", "text/csv; charset=utf-8")
			err = writeCSV(&body, table)
		} else {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			fmt.Fprintln(&body, "error:", describe(value))
			if status == http.StatusOK {
				status = http.StatusNotFound
			}
		}
	default:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		err = h.templates.render(r.Context(), &body, h.page, req, value)
	}
	if err != nil {
		http.Error(w, "error: "+err.Error(), http.StatusInternalServerError)
		return
	}
	w.WriteHeader(status)
	w.Write(body.Bytes())
}

// answer asks the page, in a language that there is.
func (h *handler) answer(ctx context.Context, r *request) (any, error) {
	if l := r.values["lang"]; len(l) > 0 {
		if _, ok := say.Of(l[0]); !ok || len(l) > 1 {
			return nil, contrechamp.Invalid("lang={lang}: must be fr or en", "lang", strings.Join(l, "&lang="))
		}
	}
	r.values.Del("lang")
	return h.page.get(ctx, r)
}

// on is the address at which a list goes on, in the form that was asked for.
func (r *request) on(query string) string {
	switch {
	case query == "":
		return ""
	case r.form == "":
		return r.path + query
	}
	return r.path + "." + r.form + query
}

// failure is the one shape of an error, in the reader's language. One about an
// expression has it in two parts: what could be read and what could not.
type failure struct {
	OK     bool   `json:"ok"`
	Status int    `json:"status"`
	Error  string `json:"error"`
	Read   string `json:"read,omitempty"`
	Unread string `json:"unread,omitempty"`
}

func failed(l say.Lang, status int, err error) failure {
	f := failure{Status: status, Error: l.Err(err)}
	if expr, mark := say.Pointer(err); expr != "" {
		at := len([]rune(mark)) - 1
		f.Read, f.Unread = string([]rune(expr)[:at]), string([]rune(expr)[at:])
	}
	return f
}

func describe(v any) string {
	if f, ok := v.(failure); ok {
		return f.Error
	}
	return "this page has no CSV form"
}

// statusOf is the one table from kinds of error to HTTP status.
func statusOf(err error) int {
	switch {
	case errors.Is(err, contrechamp.ErrNotFound):
		return http.StatusNotFound
	case errors.Is(err, contrechamp.ErrInvalid):
		return http.StatusBadRequest
	case errors.Is(err, contrechamp.ErrBusy):
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// split cuts .json or .csv off a path.
func split(path string) (rest, form string) {
	for _, f := range []string{"json", "csv"} {
		if s, ok := strings.CutSuffix(path, "."+f); ok {
			return s, f
		}
	}
	return path, ""
}

// untracked drops the parameters that forums and mail add to addresses, and
// the fields that a form left empty: an address says what it asks, no more.
func untracked(v url.Values) (url.Values, bool) {
	changed := false
	for k, list := range v {
		if strings.HasPrefix(k, "size<") { // size<1000: the value is in the key (filter.Table.Parse)
			continue
		}
		if strings.HasPrefix(k, "utm_") || k == "fbclid" || k == "gclid" {
			v.Del(k)
			changed = true
		}
		if full := slices.DeleteFunc(slices.Clone(list), func(s string) bool { return strings.TrimSpace(s) == "" }); len(full) < len(list) {
			changed = true
			if v[k] = full; len(full) == 0 {
				v.Del(k)
			}
		}
	}
	return v, changed
}

func language(r *http.Request, v url.Values) say.Lang {
	if l, ok := say.Of(v.Get("lang")); ok {
		return l
	}
	return say.Match(r.Header.Get("Accept-Language"))
}
