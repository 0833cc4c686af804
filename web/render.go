package web

import (
	"context"
	"embed"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"net/url"
	"strings"

	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/say"
)

//go:embed templates/*.html templates/alone/*.html
var templateFiles embed.FS

// templates hold one tree a page: frame.html and parts.html with the page's own.
// A language has trees of its own, so that functions know whom they speak to.
type templates struct {
	byName map[say.Lang]map[string]*template.Template
}

func parseTemplates() (*templates, error) {
	out := &templates{byName: map[say.Lang]map[string]*template.Template{}}
	files, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		return nil, err
	}
	for _, l := range say.Langs {
		out.byName[l] = map[string]*template.Template{}
		for _, f := range files {
			name := strings.TrimSuffix(strings.TrimPrefix(f, "templates/"), ".html")
			if name == "frame" || strings.HasPrefix(name, "parts") {
				continue
			}
			t, err := template.New("frame.html").Funcs(funcs(l)).ParseFS(templateFiles, "templates/frame.html", "templates/parts*.html", f)
			if err != nil {
				return nil, fmt.Errorf("template %s: %w", name, err)
			}
			out.byName[l][name] = t
		}
	}
	return out, nil
}

// view is what a template sees.
type view struct {
	Lang    say.Lang
	Page    string // the page's name
	Window  string
	Path    string
	Query   url.Values
	Version string
	Base    string
	State   find.State
	Data    any
}

func (t *templates) render(ctx context.Context, w io.Writer, p page, r *request, value any) error {
	name := p.name
	if _, failed := value.(failure); failed {
		name = "error"
	}
	tree, ok := t.byName[r.lang][name]
	if !ok {
		return fmt.Errorf("no template %s", name)
	}
	return tree.Execute(w, view{
		Lang: r.lang, Page: name, Window: p.window, Path: r.path, Query: r.values,
		Version: r.site.Version, Base: r.site.BaseURL, State: r.site.state(ctx), Data: value,
	})
}

// Switch is this page's address in the other language.
func (v view) Switch() string { return v.address("", "lang", string(v.Lang.Other())) }

// Twin is this page's address in another form: json or csv.
func (v view) Twin(form string) string {
	if v.Path == "/" {
		return "/index." + form
	}
	return v.address("."+form, "", "")
}

func (v view) address(suffix, key, value string) string {
	q := url.Values{}
	for k, x := range v.Query {
		q[k] = x
	}
	if key != "" {
		q.Set(key, value)
	}
	u := url.URL{Path: v.Path + suffix, RawQuery: q.Encode()}
	return u.String()
}
