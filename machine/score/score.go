package score

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/machine/library"
	"github.com/contrechamp/contrechamp/machine/scenario"
	"github.com/contrechamp/contrechamp/store"
)

// Count is how a detector did: of what it said, how much is so; of what is so, how
// much it said.
type Count struct {
	Right  int `json:"right"`  // said and so
	Wrong  int `json:"wrong"`  // said and not so
	Missed int `json:"missed"` // so and not said
}

// Precision is the part of what was said that is so; ok is false if nothing was.
func (c Count) Precision() (share float64, ok bool) {
	return part(c.Right, c.Right+c.Wrong)
}

// Recall is the part of what is so that was said; ok is false if nothing is.
func (c Count) Recall() (share float64, ok bool) {
	return part(c.Right, c.Right+c.Missed)
}

func part(n, of int) (float64, bool) {
	if of == 0 {
		return 0, false
	}
	return float64(n) / float64(of), true
}

// Line is a detector over all worlds. Coverage is how many intervals hold the
// number that they are about, of how many; none are asked of most.
type Line struct {
	Detector string `json:"detector"`
	Unit     string `json:"unit"` // what is counted
	Count
	Held  int     `json:"intervals_that_hold"`
	Of    int     `json:"intervals"`
	Width float64 `json:"width"` // mean of theirs, in parts of the number

	Outside map[string]int `json:"do_not_hold,omitempty"` // by archive
}

// Table is the score of all detectors.
type Table struct {
	Voters int    `json:"voters"`
	Worlds int    `json:"worlds"`
	First  uint64 `json:"first_seed"`
	Ads    int    `json:"ads"`
	Reject int    `json:"rows_rejected_by_the_import"`
	Lines  []Line `json:"detectors"`
}

// Options are of what worlds.
type Options struct {
	Voters   int
	Worlds   int
	First    uint64
	Money    float64
	Threads  int
	Progress func(done, of int) // may be nil
}

// Run scores all detectors over worlds of consecutive seeds, one after the other.
func Run(ctx context.Context, sc *scenario.Scenario, o Options) (*Table, error) {
	t := &Table{Voters: o.Voters, Worlds: o.Worlds, First: o.First}
	for _, d := range detectors {
		t.Lines = append(t.Lines, Line{Detector: d.name, Unit: d.unit})
	}
	for i := range o.Worlds {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := t.world(ctx, sc, o, o.First+uint64(i)); err != nil {
			return nil, fmt.Errorf("world of seed %d: %w", o.First+uint64(i), err)
		}
		if o.Progress != nil {
			o.Progress(i+1, o.Worlds)
		}
	}
	for k := range t.Lines {
		if l := &t.Lines[k]; l.Of > 0 {
			l.Width /= float64(l.Of)
		}
	}
	return t, nil
}

// world is an imported library and its truth.
type world struct {
	context.Context
	*find.Finder
	truth library.Truth
	ads   []*find.WholeAd           // those of the truth that were asked for, in its order
	says  map[string]*find.Messages // by page, those that were asked for
}

func (t *Table) world(ctx context.Context, sc *scenario.Scenario, o Options, seed uint64) (err error) {
	dir, err := os.MkdirTemp("", "contrechamp-score-")
	if err != nil {
		return fmt.Errorf("making a folder: %w", err)
	}
	defer os.RemoveAll(dir)
	sold, err := library.Make(sc, library.Options{Voters: o.Voters, Seed: seed, Money: o.Money, Threads: o.Threads})
	if err != nil {
		return err
	}
	w, rejected, done, err := load(ctx, sold, dir)
	if err != nil {
		return err
	}
	defer func() {
		if e := done(); err == nil {
			err = e
		}
	}()
	t.Reject += rejected
	t.Ads += len(w.truth.Ads)
	for k, d := range detectors {
		l := &t.Lines[k]
		if err := d.ask(w, l); err != nil {
			return fmt.Errorf("asking %s: %w", d.name, err)
		}
	}
	return nil
}

// load writes a library into a folder and imports it as any other; done closes the
// store.
func load(ctx context.Context, sold *library.Sold, dir string) (w *world, rejected int, done func() error, err error) {
	files, err := sold.Files("Valombre")
	if err != nil {
		return nil, 0, nil, err
	}
	if err := library.Save(filepath.Join(dir, "library"), files); err != nil {
		return nil, 0, nil, err
	}
	st, err := store.Open(ctx, filepath.Join(dir, "store.db"), store.Options{})
	if err != nil {
		return nil, 0, nil, err
	}
	if rejected, err = read(ctx, st, filepath.Join(dir, "library")); err != nil {
		return nil, 0, nil, errors.Join(err, st.Close())
	}
	w = &world{Context: ctx, Finder: find.New(st).WithPeople(ingest.Population), says: map[string]*find.Messages{}}
	if err := json.Unmarshal(files[library.TruthFile], &w.truth); err != nil {
		return nil, 0, nil, errors.Join(fmt.Errorf("reading the truth: %w", err), st.Close())
	}
	return w, rejected, st.Close, nil
}

// read imports the census and the archives.
func read(ctx context.Context, st *store.Store, dir string) (rejected int, err error) {
	census, err := os.Open(filepath.Join(dir, library.Census))
	if err != nil {
		return 0, fmt.Errorf("opening the census: %w", err)
	}
	defer census.Close()
	if _, err := ingest.ImportPopulation(ctx, st, census, library.Census, 0); err != nil {
		return 0, err
	}
	for _, a := range library.Archives() {
		q := ingest.Request{Paths: []string{filepath.Join(dir, a.Name)}, Series: a.Series, Invented: true, Now: func() time.Time { return a.Read }}
		done, err := ingest.Files(ctx, st, q, ingest.Report{})
		if err != nil {
			return 0, fmt.Errorf("importing %s: %w", a.Name, err)
		}
		for _, r := range done.Archives {
			rejected += int(r.Source.Rejected)
		}
	}
	return rejected, nil
}
