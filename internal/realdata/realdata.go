// Package realdata finds the real archives and experiments that some tests
// read: beside the repository on a developer's machine, always in CI.
package realdata

import (
	"os"
	"path/filepath"
	"testing"
)

// Dir returns the folder of real data, or the path of something in it: the
// environment's CONTRECHAMP_DATA, else ../shared/data beside the repository.
// Without it the test is skipped; in CI (CI set) it fails.
func Dir(t testing.TB, parts ...string) string {
	t.Helper()
	dir := os.Getenv("CONTRECHAMP_DATA")
	if dir == "" {
		root, err := repoRoot()
		if err != nil {
			t.Fatal(err)
		}
		dir = filepath.Join(root, "..", "shared", "data")
	}
	path := filepath.Join(append([]string{dir}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("real data missing: %v (set CONTRECHAMP_DATA)", err)
		}
		t.Skipf("no real data here: %v (set CONTRECHAMP_DATA)", err)
	}
	return path
}

func repoRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", os.ErrNotExist
		}
		dir = up
	}
}
