package ingest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/population"
	"github.com/contrechamp/contrechamp/store"
)

// maxPopulation is the largest population file that is read, as given.
const maxPopulation = 1 << 30

// PopulationResult is what the import of a population file did.
type PopulationResult struct {
	Source  population.Source
	Already bool // the store had these bytes with this year before
	Cells   int
	Names   int
	Parts   int
	Remarks []string // oddities that were kept or left out, counted
	Sized   int      // boxes that have a size now; of several files, said of the last
	Boxes   int      // boxes in all, likewise
}

// ImportPopulation reads a published table of people, or a list of what lies
// in what, and computes the sizes of all boxes anew. Year asks for the counts
// of one year, 0 for the newest. One transaction; the same bytes are kept once.
func ImportPopulation(ctx context.Context, s *store.Store, in io.Reader, name string, year int) (PopulationResult, error) {
	return importPopulation(ctx, s, in, name, year, true)
}

// importPopulation leaves the sizes as they are if measure is false: more files
// come.
func importPopulation(ctx context.Context, s *store.Store, in io.Reader, name string, year int, measure bool) (PopulationResult, error) {
	var r PopulationResult
	data, err := io.ReadAll(io.LimitReader(in, maxPopulation+1))
	switch {
	case err != nil:
		return r, &contrechamp.FileError{File: name, What: contrechamp.Say("cannot be read"), Err: err}
	case len(data) > maxPopulation:
		return r, &contrechamp.FileError{File: name, What: contrechamp.Say("is larger than {n} bytes: no population table is", "n", maxPopulation)}
	}
	sum := sha256.Sum256(data)
	hash := hex.EncodeToString(sum[:])
	f, err := population.Read(bytes.NewReader(data), name, year)
	if err != nil {
		return r, err
	}
	r = PopulationResult{Source: f.Source, Cells: len(f.Cells), Names: len(f.Names), Parts: len(f.Parts), Remarks: f.Remarks}
	tx, err := s.Begin(ctx)
	if err != nil {
		return r, err
	}
	defer tx.Rollback()
	had, err := populationFiles(ctx, tx)
	if err != nil {
		return r, err
	}
	id := 1
	for _, h := range had {
		if h.hash == hash && h.Source.Year == f.Source.Year {
			r.Already = true
		}
		id = max(id, h.id+1)
	}
	if !r.Already {
		if err := writePopulation(ctx, tx, id, hash, f); err != nil {
			return r, err
		}
	}
	if measure {
		if r.Sized, r.Boxes, err = sizes(ctx, tx, 0); err != nil {
			return r, err
		}
	}
	return r, tx.Commit()
}

func writePopulation(ctx context.Context, tx *store.Tx, id int, hash string, f *population.File) error {
	var failed error
	batch := func(table string, n int, row func(b *store.Batch, i int)) {
		if failed != nil {
			return
		}
		b, err := tx.Batch(ctx, table)
		for i := 0; err == nil && i < n; i++ {
			row(b, i)
			if b.Len() == batchRows || i == n-1 {
				err = tx.Append(ctx, b)
				b.Reset()
			}
		}
		failed = err
	}
	batch("population_file", 1, func(b *store.Batch, _ int) {
		s := f.Source
		b.Int(int64(id))
		b.Text(s.Name)
		b.Stated(s.Title)
		b.Stated(s.Publisher)
		b.Stated(s.Licence)
		b.Stated(s.Note)
		if s.Year == 0 {
			b.Null()
		} else {
			b.Int(int64(s.Year))
		}
		var years []string
		for _, y := range s.Years {
			years = append(years, strconv.Itoa(y))
		}
		b.List(years)
		b.Text(s.File)
		b.Text(hash)
		b.Moment(time.Now().UTC())
		b.List(f.Remarks)
		b.List(f.NotJoined)
	})
	batch("population", len(f.Cells), func(b *store.Batch, i int) {
		c := &f.Cells[i]
		b.Int(int64(id))
		b.Text(c.Region)
		b.Stated(c.Code)
		b.Int(int64(c.AgeLo))
		b.Int(int64(c.AgeHi))
		b.Stated(c.Sex)
		b.Stated(c.Extra())
		b.Int(c.Count)
		b.Int(int64(c.Year))
	})
	batch("population_name", len(f.Names), func(b *store.Batch, i int) {
		b.Int(int64(id))
		b.Text(f.Names[i].Code)
		b.Text(f.Names[i].Name)
	})
	batch("population_part", len(f.Parts), func(b *store.Batch, i int) {
		b.Int(int64(id))
		b.Text(f.Parts[i].Path)
		b.Text(f.Parts[i].In)
	})
	return failed
}

// populationFile is a file that the store has.
type populationFile struct {
	population.File
	id   int
	hash string
}

func populationFiles(ctx context.Context, q querier) ([]*populationFile, error) {
	var list []*populationFile
	var f populationFile
	var years, remarks, missing duckdb.Composite[[]string]
	s := &f.Source
	err := each(ctx, q, "PopulationFiles", nil, []any{&f.id, &s.Name, &s.Title, &s.Publisher, &s.Licence, &s.Note, &s.Year,
		&years, &s.File, &f.hash, &remarks, &missing}, func() {
		g := f
		for _, y := range years.Get() {
			n, _ := strconv.Atoi(y)
			g.Source.Years = append(g.Source.Years, n)
		}
		g.Remarks, g.NotJoined = remarks.Get(), missing.Get()
		list = append(list, &g)
	})
	return list, err
}

// Population is the table that the store's population files make together with
// the country totals that the program brings along.
func Population(ctx context.Context, s *store.Store) (*population.Table, error) {
	return populationTable(ctx, s)
}

func populationTable(ctx context.Context, q querier) (*population.Table, error) {
	list, err := populationFiles(ctx, q)
	if err != nil {
		return nil, err
	}
	byID := map[int]*populationFile{}
	files := slices.Clone(population.Builtin())
	for _, f := range list {
		byID[f.id] = f
		files = append(files, &f.File)
	}
	var id int
	var c population.Cell
	var extra string
	var failed error
	err = each(ctx, q, "PopulationCells", nil, []any{&id, &c.Region, &c.Code, &c.AgeLo, &c.AgeHi, &c.Sex, &extra, &c.Count, &c.Year}, func() {
		cell := c
		if extra != "" && failed == nil {
			cell.Facts, failed = population.ParseExtra(extra)
		}
		byID[id].Cells = append(byID[id].Cells, cell)
	})
	var n population.Name
	if err == nil {
		err = each(ctx, q, "PopulationNames", nil, []any{&id, &n.Code, &n.Name}, func() { byID[id].Names = append(byID[id].Names, n) })
	}
	var p population.Part
	if err == nil {
		err = each(ctx, q, "PopulationParts", nil, []any{&id, &p.Path, &p.In}, func() { byID[id].Parts = append(byID[id].Parts, p) })
	}
	if err == nil {
		err = failed
	}
	if err != nil {
		return nil, fmt.Errorf("reading the population of the store: %w", err)
	}
	return population.New(files...)
}
