package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/finding"
	"github.com/contrechamp/contrechamp/say"
)

// Ask answers an address as its page does, and gives the answer as a finding:
// the page's JSON, its table if it has one, and what the store holds. Its day
// is today's; whoever keeps it signs it.
func (s *Site) Ask(ctx context.Context, address string) (*finding.Finding, error) {
	question, err := finding.Address(address)
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(question)
	if err != nil {
		return nil, fmt.Errorf("reading the address %s: %w", question, err)
	}
	p, id, ok := pageAt(u.EscapedPath())
	if !ok {
		return nil, contrechamp.NotFound("no page {path}", "path", u.Path)
	}
	value, err := p.get(ctx, &request{site: s, lang: say.EN, id: id, values: u.Query(), path: u.Path, form: "json"})
	if err != nil {
		return nil, err
	}
	f := &finding.Finding{Question: question, Program: s.Version, Kept: time.Now().UTC().Truncate(time.Second)}
	var body bytes.Buffer
	if err := writeJSON(&body, value); err != nil {
		return nil, fmt.Errorf("writing the answer to %s: %w", question, err)
	}
	f.Answer = bytes.Clone(body.Bytes())
	if t, ok := value.(tabular); ok {
		body.Reset()
		if err := writeCSV(&body, t); err != nil {
			return nil, fmt.Errorf("writing the table of %s: %w", question, err)
		}
		f.Table = body.Bytes()
	}
	held, err := s.Finder.Sources(ctx)
	if err != nil {
		return nil, err
	}
	for _, x := range held.Rows {
		f.Sources = append(f.Sources, finding.Source{Archive: x.Archive, Name: x.Name, SHA256: x.SHA256})
	}
	return f, nil
}

// pageAt is the page of an escaped path, and what stands for its {id}.
func pageAt(path string) (p page, id string, ok bool) {
	for _, p := range pages {
		before, named := strings.CutSuffix(p.pattern, "{id}")
		switch {
		case named && strings.HasPrefix(path, before):
			id, err := url.PathUnescape(path[len(before):])
			if err == nil && id != "" && !strings.Contains(path[len(before):], "/") {
				return p, id, true
			}
		case p.pattern == path, p.pattern == "/{$}" && path == "/":
			return p, "", true
		}
	}
	return page{}, "", false
}

// writeJSON writes a page's value as its JSON form.
func writeJSON(w io.Writer, value any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(value)
}
