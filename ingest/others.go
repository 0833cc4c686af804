package ingest

import (
	"bytes"
	"io"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/store"
)

// loadOthers reads again, from the raw layer, the ads that the store has from
// other extractions of the same archive, and names their copies to the queries
// that settle. The newest copy of each counts.
func (r *run) loadOthers() error {
	if r.merger == nil {
		return nil
	}
	sources, err := r.oldestFirst()
	if err != nil {
		return err
	}
	rivals, err := r.tx.Batch(r.ctx, "rival")
	if err != nil {
		return err
	}
	r.other = map[contrechamp.AdID]*contrechamp.Ad{}
	for _, s := range sources {
		b, err := r.reopen(s)
		if err != nil {
			return err
		}
		f := r.extraction(b)
		if f == nil {
			continue
		}
		rivals.Int(s.ID)
		if err := f.Read(r.ctx, b, (*collector)(r)); err != nil {
			return err
		}
	}
	return r.tx.Append(r.ctx, rivals)
}

// oldestFirst lists the copies of the archive that the store has.
func (r *run) oldestFirst() ([]contrechamp.Source, error) {
	all, err := r.tx.Sources(r.ctx)
	if err != nil {
		return nil, err
	}
	byID := map[int64]contrechamp.Source{}
	for _, s := range all {
		byID[s.ID] = s
	}
	var list []contrechamp.Source
	var id int64
	err = each(r.ctx, r.tx, "CopyOrder", []any{r.name}, []any{&id}, func() { list = append(list, byID[id]) })
	return list, err
}

// reopen makes the bundle of a source again from its rows.
func (r *run) reopen(s contrechamp.Source) (*archive.Bundle, error) {
	b := &archive.Bundle{Name: s.Name}
	texts := map[string]*bytes.Buffer{}
	err := r.tx.RawRows(r.ctx, s.ID, func(row store.RawRow) error {
		text := texts[row.File]
		if text == nil {
			text = &bytes.Buffer{}
			texts[row.File] = text
			b.Files = append(b.Files, archive.File{Name: row.File, Open: func() (io.ReadCloser, error) {
				return io.NopCloser(bytes.NewReader(text.Bytes())), nil
			}})
			if row.Header != "" {
				text.WriteString(row.Header + "\n")
			}
		}
		text.Write(row.Raw)
		return text.WriteByte('\n')
	})
	return b, err
}

// extraction finds the format of a bundle, if it is another extraction than
// the one that is being imported.
func (r *run) extraction(b *archive.Bundle) archive.Format {
	for _, f := range archive.All {
		m, ok := f.(archive.Merger)
		if !ok || f.Name() != r.name || m.Extraction() == r.merger.Extraction() || len(b.Files) == 0 {
			continue
		}
		in, err := b.Files[0].Open()
		if err != nil {
			continue
		}
		head := make([]byte, 64<<10)
		n, _ := io.ReadFull(in, head)
		in.Close()
		if f.Detect(b.Files[0].Name, head[:n]) {
			return f
		}
	}
	return nil
}

// collector keeps the ads of another extraction.
type collector run

func (c *collector) Ad(a *contrechamp.Ad) error {
	a.Row.Raw = nil
	c.other[a.ID] = a
	return nil
}

func (c *collector) Tally(*contrechamp.Tally) error  { return nil }
func (c *collector) Reject(contrechamp.Reject) error { return nil }
