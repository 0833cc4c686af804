package library

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/machine/electorate"
	"github.com/contrechamp/contrechamp/machine/scenario"
)

// Archive is one file of the library, as it is to be imported.
type Archive struct {
	Name   string    `json:"file"`
	Series string    `json:"series"` // copies of one series are compared
	Read   time.Time `json:"read"`   // in the story, when the copy was made
}

// Census and TruthFile are the names of the files that are not archives.
const (
	Census    = "census.csv"
	TruthFile = "truth.json"
)

// Archives are those of every library, in the order in which they are to be
// imported.
func Archives() []Archive {
	day := func(days int) time.Time { return before(days).Add(8 * time.Hour) }
	return []Archive{
		{"meta-before.jsonl", "meta/machine", day(FirstCopy)},
		{"snap-PoliticalAds.csv", "snap/machine", day(-3)},
		{"google-political-ads-creative-stats.csv", "google/machine", day(-4)},
		{"fbpac.json", "fbpac/machine", day(-4)},
		{"meta-after.jsonl", "meta/machine", day(-5)},
	}
}

// Files are the bytes of all files of a story that was sold.
func (s *Sold) Files(country string) (map[string][]byte, error) {
	out := map[string][]byte{}
	for name, write := range map[string]func(io.Writer) error{
		"meta-before.jsonl":                       func(w io.Writer) error { return s.writeMeta(w, country, false) },
		"meta-after.jsonl":                        func(w io.Writer) error { return s.writeMeta(w, country, true) },
		"snap-PoliticalAds.csv":                   func(w io.Writer) error { return s.writeSnap(w, country) },
		"google-political-ads-creative-stats.csv": func(w io.Writer) error { return s.writeGoogle(w, country) },
		"fbpac.json":                              func(w io.Writer) error { return s.writeFBPAC(w, country) },
		Census:                                    s.writeCensus,
		TruthFile: func(w io.Writer) error {
			enc := json.NewEncoder(w)
			enc.SetIndent("", " ")
			return enc.Encode(s.Truth)
		},
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			return nil, fmt.Errorf("writing %s: %w", name, err)
		}
		out[name] = b.Bytes()
	}
	return out, nil
}

// writeTable writes the ads of a platform as a table; cells says what stands in the
// columns of an ad, and what it leaves out is blank.
func (s *Sold) writeTable(w io.Writer, platform string, header []string, cells func(*Ad, *delivered, *Page) map[string]string) error {
	out := csv.NewWriter(w)
	out.Write(header)
	for k := range s.Ads {
		a := &s.Ads[k]
		if a.Platform != platform {
			continue
		}
		of := cells(a, &s.ads[k], &s.Pages[a.Page])
		var row []string
		for _, name := range header {
			row = append(row, of[name])
		}
		out.Write(row)
	}
	out.Flush()
	return out.Error()
}

// Options are of what a library is made.
type Options struct {
	Voters   int
	Seed     uint64
	Money    float64 // euros a voter and party
	Threads  int
	Progress func(what string, share float64) // may be nil
}

// Make makes the people and the campaigns of a scenario and sells their ads.
func Make(sc *scenario.Scenario, o Options) (*Sold, error) {
	progress := o.Progress
	if progress == nil {
		progress = func(string, float64) {}
	}
	e, err := electorate.New(sc.Margins, sc.Model, electorate.Options{
		Voters: o.Voters, Seed: o.Seed, Threads: o.Threads, Progress: func(what string, x float64) { progress(what, .7*x) },
	})
	if err != nil {
		return nil, err
	}
	progress("delivery", .7)
	story, err := Write(sc, o.Seed, e.Voters, o.Money)
	if err != nil {
		return nil, err
	}
	sold, err := story.Sell(e, regionsOf(sc), o.Threads)
	progress("delivery", 1)
	return sold, err
}

// Save writes the files into a folder, which is made; one that holds anything but
// these very files is refused, and nothing of it is changed.
func Save(dir string, files map[string][]byte) error {
	there, err := os.ReadDir(dir)
	if err != nil && !os.IsNotExist(err) {
		return contrechamp.Invalid("{path} cannot be read: {error}", "path", dir, "error", err)
	}
	for _, f := range there {
		old, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil || !bytes.Equal(old, files[f.Name()]) || files[f.Name()] == nil {
			return contrechamp.Invalid("{path} is not empty: choose another folder", "path", dir)
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return contrechamp.Invalid("{path} cannot be written: {error}", "path", dir, "error", err)
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			return contrechamp.Invalid("{path} cannot be written: {error}", "path", filepath.Join(dir, name), "error", err)
		}
	}
	return nil
}
