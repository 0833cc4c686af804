package archive

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/format"
	"github.com/contrechamp/contrechamp/internal/parquetfile"
)

// Options are the limits of opening. Zero values mean the defaults.
type Options struct {
	// Stdin is read for the path "-"; os.Stdin if nil.
	Stdin io.Reader
	// MaxBytes is how much one file may unpack to (default 64 GiB), MaxRatio
	// how many times its packed size (default 250, from 64 MiB upwards).
	MaxBytes int64
	MaxRatio float64
}

const (
	defaultMaxBytes = 64 << 30
	defaultMaxRatio = 250
	ratioFrom       = 64 << 20 // bytes unpacked before the ratio counts
	maxEntries      = 10_000   // files in one folder or zip
)

// Input is one thing to import: a bundle and the format that it is of.
type Input struct {
	Format Format
	Bundle *Bundle
}

// Skipped is a file of a folder or zip that is of no known format.
type Skipped struct {
	Name string
	Why  contrechamp.Sentence // "is empty: fetch it again"
}

// Opened is what was found at the paths.
type Opened struct {
	Inputs  []Input
	Skipped []Skipped
	close   []func() error
}

// Close removes what opening left behind: open streams, temporary files.
func (o *Opened) Close() error {
	var errs []error
	for _, c := range slices.Backward(o.close) {
		errs = append(errs, c())
	}
	o.close = nil
	return errors.Join(errs...)
}

// Open finds out what lies at the paths: files, folders, gzip, zip, or "-" for
// standard input. Formats are told by content. A path that is no archive, or a
// folder or zip without one, is a *contrechamp.FileError; files of no known
// format beside others are listed as skipped. Contents are read when a format
// opens them, and hashed on the way. Close the result after reading.
func Open(paths []string, opts Options) (*Opened, error) {
	o := &opener{Opened: &Opened{}, stdin: opts.Stdin, limits: limits{opts.MaxBytes, opts.MaxRatio}}
	if o.stdin == nil {
		o.stdin = os.Stdin
	}
	if o.maxBytes <= 0 {
		o.maxBytes = defaultMaxBytes
	}
	if o.maxRatio <= 0 {
		o.maxRatio = defaultMaxRatio
	}
	if len(paths) == 0 {
		return nil, contrechamp.Invalid("open archive: no path given: name a file, a folder, or - for standard input")
	}
	for _, p := range paths {
		if err := o.path(p); err != nil {
			o.Close()
			return nil, err
		}
	}
	o.gather()
	if len(o.Inputs) == 0 && len(o.Skipped) > 0 {
		first := o.Skipped[0]
		o.Close()
		return nil, &contrechamp.FileError{File: first.Name, What: first.Why}
	}
	return o.Opened, nil
}

type opener struct {
	*Opened
	limits
	stdin io.Reader
	found []candidate
}

// candidate is a file whose format is known.
type candidate struct {
	file   File
	format Format
	shown  string // where it lies, as a person would name it
	group  string // the folder or zip that holds it, "" for one that was named
	beside bool   // it only adds to another file
}

func (o *opener) path(p string) error {
	found, skipped := len(o.found), len(o.Skipped)
	var err error
	info, serr := os.Stat(p)
	switch {
	case p == "-":
		err = o.standardInput()
	case serr != nil:
		err = &contrechamp.FileError{File: p, What: contrechamp.Say("cannot be opened: check the path and its permissions"), Err: serr}
	case info.IsDir():
		err = o.folder(p)
	default:
		err = o.file(p, "")
	}
	if err != nil || len(o.found) > found {
		return err
	}
	seen := o.Skipped[skipped:]
	if len(seen) == 1 && seen[0].Name == p {
		what := seen[0].Why
		if what.English == ofNoArchive {
			what = contrechamp.Say("{why}; known are {names}", "why", what, "names", strings.Join(Names(), ", "))
		}
		return &contrechamp.FileError{File: p, What: what}
	}
	what := contrechamp.Say("holds no file")
	if len(seen) > 0 {
		what = contrechamp.Say("holds no archive in {n} files; {file}, the first, {why}", "n", len(seen), "file", seen[0].Name, "why", seen[0].Why)
	}
	return &contrechamp.FileError{File: p, What: what}
}

// folder takes every file below dir but hidden ones and links.
func (o *opener) folder(dir string) error {
	n := 0
	return filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return &contrechamp.FileError{File: p, What: contrechamp.Say("cannot be listed: check its permissions"), Err: err}
		case p != dir && strings.HasPrefix(d.Name(), ".") && d.IsDir():
			return fs.SkipDir
		case !d.Type().IsRegular() || strings.HasPrefix(d.Name(), "."):
			return nil
		}
		if n++; n > maxEntries {
			return &contrechamp.FileError{File: dir, What: contrechamp.Say("holds more than {most} files: name the archive's own folder", "most", maxEntries)}
		}
		return o.file(p, filepath.Dir(p))
	})
}

// file takes a file of the disk: a zip, or text that is plain or gzipped.
func (o *opener) file(p, group string) error { return o.disk(format.OnDisk(p), p, p, group) }

// disk takes the file at a path; shown is what a person calls it.
func (o *opener) disk(from *format.Origin, at, shown, group string) error {
	r, err := from.Open()
	if err != nil {
		return err
	}
	magic := make([]byte, len(zipMagic))
	n, err := io.ReadFull(r, magic)
	r.Close()
	if err != nil && n == 0 && !errors.Is(err, io.EOF) {
		return &contrechamp.FileError{File: shown, What: contrechamp.Say("cannot be read"), Err: err}
	}
	if string(magic) == zipMagic {
		return o.zip(at, shown, from)
	}
	if string(magic) == parquetfile.Magic {
		return o.parquet(at, shown, group, from)
	}
	m := &format.Meter{}
	if info, err := os.Stat(at); err == nil {
		m.Of = info.Size()
	}
	f := File{Name: plainName(shown), Origin: from, Meter: m, Open: func() (io.ReadCloser, error) {
		r, err := from.Stream()
		if err != nil {
			return nil, err
		}
		return textOrError(o.unpack(shown, m.Count(r), nil))
	}}
	head, err := f.Head()
	if err != nil {
		return err
	}
	o.consider(candidate{file: f, shown: shown, group: group}, head)
	return nil
}

// consider keeps a file if a format knows its first bytes.
func (o *opener) consider(c candidate, head []byte) {
	why := notText(head)
	if why.English == "" {
		for _, f := range All {
			if f.Detect(c.file.Name, head) {
				c.format = f
				if b, ok := f.(format.Beside); ok {
					c.beside = b.Beside(head)
				}
				o.found = append(o.found, c)
				return
			}
		}
		why = unknown(head)
	}
	o.Skipped = append(o.Skipped, Skipped{c.shown, why})
}

// gather makes bundles of what was found.
func (o *opener) gather() {
	joined := map[string]*Bundle{}
	members := map[*format.Origin]int{}
	for _, c := range o.found {
		members[c.file.Origin]++
		if c.beside {
			continue
		}
		j, ok := c.format.(format.Together)
		key := c.format.Name() + "\x00" + c.group
		if ok && j.Together() && joined[key] != nil {
			joined[key].Files = append(joined[key].Files, c.file)
			if joined[key].Name != c.group && c.group != "" {
				joined[key].Name = c.group
			}
			continue
		}
		b := &Bundle{Name: c.shown, Files: []File{c.file}}
		joined[key] = b
		o.Inputs = append(o.Inputs, Input{c.format, b})
	}
	o.gatherBeside()
	for _, in := range o.Inputs {
		b := in.Bundle
		slices.SortStableFunc(b.Files, func(x, y File) int { return strings.Compare(x.Name, y.Name) })
		first := b.Files[0].Origin
		b.Whole = len(b.Files) == members[first] &&
			!slices.ContainsFunc(b.Files, func(f File) bool { return f.Origin != first })
	}
}

func textOrError(t *text, err error) (io.ReadCloser, error) {
	if err != nil {
		return nil, err
	}
	return t, nil
}

// gatherBeside puts files that only add to others into the bundle of the file of
// the same folder whose name is most like theirs.
func (o *opener) gatherBeside() {
	for _, c := range o.found {
		if !c.beside {
			continue
		}
		best, most := -1, -1
		for i, in := range o.Inputs {
			f := in.Bundle.Files[0]
			if in.Format.Name() == c.format.Name() && o.groupOf(f) == c.group && c.group != "" {
				if n := commonPrefix(f.Name, c.file.Name); n > most {
					best, most = i, n
				}
			}
		}
		if best < 0 {
			o.Skipped = append(o.Skipped, Skipped{c.shown, contrechamp.Say("holds shares of ads and no ads: import the folder that also holds the table of the ads")})
			continue
		}
		o.Inputs[best].Bundle.Files = append(o.Inputs[best].Bundle.Files, c.file)
		if b := o.Inputs[best].Bundle; c.group != "" {
			b.Name = c.group
		}
	}
}

// groupOf is the folder or zip in which a found file lies.
func (o *opener) groupOf(f File) string {
	for _, c := range o.found {
		if c.file.Origin == f.Origin && c.file.Name == f.Name {
			return c.group
		}
	}
	return ""
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// plainName is a file's base name without the ending of its packing.
func plainName(name string) string {
	name = path.Base(filepath.ToSlash(name))
	if cut, ok := strings.CutSuffix(name, ".gz"); ok && cut != "" {
		return cut
	}
	return name
}
