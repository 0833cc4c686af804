package finding

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp"
)

// Folder holds the bundles that were kept from one store, each named by its id.
type Folder string

// Beside is the folder of a store's findings.
func Beside(store string) Folder { return Folder(store + ".findings") }

// Keep writes a finding into the folder, and leaves one that is there already
// as it is. It returns the bundle's path.
func (d Folder) Keep(f *Finding, key *Key) (path string, err error) {
	if err := os.MkdirAll(string(d), 0o700); err != nil {
		return "", fmt.Errorf("making the folder of findings: %w", err)
	}
	path = d.path(f.ID())
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	part, err := os.CreateTemp(string(d), ".part-*")
	if err != nil {
		return "", fmt.Errorf("keeping a finding: %w", err)
	}
	defer os.Remove(part.Name())
	err = f.Bundle(part, key)
	if err = errors.Join(err, part.Sync(), part.Close()); err != nil {
		return "", fmt.Errorf("keeping a finding: %w", err)
	}
	return path, os.Rename(part.Name(), path)
}

func (d Folder) path(id string) string { return filepath.Join(string(d), id+".zip") }

// Get opens and checks a kept finding.
func (d Folder) Get(id string) (*Signed, error) {
	if !isID(id) {
		return nil, contrechamp.NotFound("no finding {id}", "id", id)
	}
	s, err := OpenFile(d.path(id))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, contrechamp.NotFound("no finding {id}", "id", id)
	}
	if err == nil && s.ID != id {
		return nil, &contrechamp.FileError{File: id + ".zip", What: contrechamp.Say("holds another finding, {id}: it was renamed", "id", s.ID)}
	}
	return s, err
}

// Path is where a kept finding's bundle stands.
func (d Folder) Path(id string) (string, error) {
	if _, err := d.Get(id); err != nil {
		return "", err
	}
	return d.path(id), nil
}

func isID(id string) bool {
	return len(id) == 20 && !strings.ContainsFunc(id, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '2' && r <= '7') })
}

// Listed is a line of the list of findings.
type Listed struct {
	ID     string  `json:"id"`
	Signed *Signed `json:"finding,omitempty"`
	Wrong  error   `json:"-"` // what does not hold; Signed is then nil
}

// List gives all kept findings, the latest first; one that cannot be checked
// stands there with what is wrong.
func (d Folder) List() ([]Listed, error) {
	entries, err := os.ReadDir(string(d))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the folder of findings: %w", err)
	}
	var out []Listed
	for _, e := range entries {
		id, isZip := strings.CutSuffix(e.Name(), ".zip")
		if !isZip || !isID(id) {
			continue
		}
		l := Listed{ID: id}
		l.Signed, l.Wrong = OpenFile(d.path(id))
		out = append(out, l)
	}
	slices.SortStableFunc(out, func(a, b Listed) int {
		if a.Signed == nil || b.Signed == nil {
			return cmp.Or(boolean(a.Signed == nil)-boolean(b.Signed == nil), cmp.Compare(a.ID, b.ID))
		}
		return cmp.Or(b.Signed.Kept.Compare(a.Signed.Kept), cmp.Compare(a.ID, b.ID))
	})
	return out, nil
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

// OpenFile opens and checks the bundle in a file.
func OpenFile(path string) (*Signed, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return Open(filepath.Base(path), f, info.Size())
}
