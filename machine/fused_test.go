package machine_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// TestNothingFused: on arm64 Go may compute x*y+z in one step, with one rounding
// instead of two, so that a result would not be the same there. No statement of
// the machine is so compiled: products are turned to float64 first, which forbids
// it. The learners of package lab are not held to that: on arm64 a choice between
// two messages that are equal but for a last bit may fall otherwise.
func TestNothingFused(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles for arm64")
	}
	packages := []string{"draw", "machine", "machine/electorate", "machine/message", "machine/market", "machine/strategy", "machine/outcome", "machine/scenario", "machine/library"}
	args := []string{"build", "-gcflags=-S"}
	for _, p := range packages {
		args = append(args, "github.com/contrechamp/contrechamp/"+p)
	}
	build := exec.Command("go", args...)
	build.Env = append(os.Environ(), "GOOS=linux", "GOARCH=arm64", "CGO_ENABLED=0", "GOFLAGS=")
	out, err := build.CombinedOutput()
	if err != nil {
		t.Skipf("cannot compile for arm64: %v", err)
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	multiplied := 0
	var where []string
	for _, m := range regexp.MustCompile(`\(`+regexp.QuoteMeta(root)+`/([^):]+\.go:\d+)\)\t(FMUL[DS]|FN?M(?:ADD|SUB)[DS])\b`).FindAllSubmatch(out, -1) {
		if place := string(m[1]); string(m[2][:4]) == "FMUL" {
			multiplied++
		} else if !slices.Contains(where, place) {
			where = append(where, place)
		}
	}
	if multiplied < 100 {
		t.Fatalf("%d products in what was compiled: it is not what was meant", multiplied)
	}
	for _, place := range where {
		t.Errorf("%s: a product and a sum are one step on arm64", place)
	}
}
