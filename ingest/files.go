package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/handover"
	"github.com/contrechamp/contrechamp/store"
)

// Request asks for the import of what lies at some paths.
type Request struct {
	Paths    []string // files, folders; - for standard input
	Series   string   // as Options.Series, for everything that is found
	Invented bool     // as Options.Invented
	MaxRatio float64  // as archive.Options.MaxRatio

	// Population says that the paths are files of ImportPopulation, Year which
	// counts are wanted. Without paths the sizes are computed anew.
	Population bool
	Year       int

	Stdin io.Reader        // what - stands for, os.Stdin if nil
	Now   func() time.Time // as Options.Now
}

// Report is told what happens during an import; each function may be nil.
type Report struct {
	Begin    func(name string) // a bundle is read
	Progress func(Progress)
	Skipped  func(archive.Skipped) // a file of no known archive, beside others
}

// Results are what an import of several bundles did: as many as were done
// before an error, if there was one.
type Results struct {
	Archives    []Result
	Populations []PopulationResult

	Sized, Boxes int // boxes that have a size after a Population request, and all
}

// Files imports everything that lies at the paths of a request, each bundle in
// a transaction of its own.
func Files(ctx context.Context, s *store.Store, q Request, rep Report) (Results, error) {
	var done Results
	if q.Population {
		return populations(ctx, s, q)
	}
	opened, err := archive.Open(q.Paths, archive.Options{MaxRatio: q.MaxRatio, Stdin: q.Stdin})
	if err != nil {
		return done, err
	}
	defer opened.Close()
	for _, skipped := range opened.Skipped {
		if rep.Skipped != nil {
			rep.Skipped(skipped)
		}
	}
	for _, in := range opened.Inputs {
		if rep.Begin != nil {
			rep.Begin(in.Bundle.Name)
		}
		r, err := Import(ctx, s, in.Bundle, in.Format, Options{Series: q.Series, Invented: q.Invented, Progress: rep.Progress, Now: q.Now})
		if err != nil {
			return done, fmt.Errorf("importing %s: %w", in.Bundle.Name, err)
		}
		done.Archives = append(done.Archives, r)
	}
	return done, nil
}

// populations imports tables of people, and computes the sizes after the last.
func populations(ctx context.Context, s *store.Store, q Request) (done Results, err error) {
	measured := false
	for i, path := range q.Paths {
		measured = i == len(q.Paths)-1
		var r PopulationResult
		if r, err = populationAt(ctx, s, path, q.Year, measured); err != nil {
			err, measured = fmt.Errorf("importing %s: %w", path, err), false
			break
		}
		done.Populations = append(done.Populations, r)
		done.Sized, done.Boxes = r.Sized, r.Boxes
	}
	if measured || err != nil && len(done.Populations) == 0 {
		return done, err
	}
	var sizing error // none was asked for, or one failed behind others
	done.Sized, done.Boxes, sizing = Sizes(ctx, s)
	return done, errors.Join(err, sizing)
}

func populationAt(ctx context.Context, s *store.Store, path string, year int, measure bool) (PopulationResult, error) {
	f, err := os.Open(path)
	if err != nil {
		return PopulationResult{}, &contrechamp.FileError{File: path, What: contrechamp.Say("cannot be opened: check the path and its permissions"), Err: err}
	}
	defer f.Close()
	return importPopulation(ctx, s, f, filepath.Base(path), year, measure)
}

// Into imports into the store in a file, whoever holds it: this process opens
// it, or, if a server (see Serve) has it open, that one imports.
func Into(ctx context.Context, path string, o store.Options, q Request, rep Report) (Results, error) {
	s, err := store.Open(ctx, path, o)
	if errors.Is(err, contrechamp.ErrBusy) {
		done, remote := Remote(ctx, Socket(path), q, rep)
		if errors.Is(remote, handover.ErrNobody) {
			return done, contrechamp.Busy("{error}; it does not answer on {socket}, so it is no server of this program: close it and try again", "error", err, "socket", Socket(path))
		}
		return done, remote
	}
	if err != nil {
		return Results{}, err
	}
	done, err := Files(ctx, s, q, rep)
	return done, errors.Join(err, s.Close())
}
