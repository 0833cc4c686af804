// Package wasm runs a package's tests as the browser would run its code: built
// for WebAssembly, under node.
package wasm

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// Test runs the tests of the package in the current folder whose names match a
// pattern, and fails if they fail there or if none ran. It skips where node is
// missing, and when it is itself run there.
func Test(t *testing.T, pattern string) {
	t.Helper()
	if runtime.GOOS == "js" {
		t.Skip("this is WebAssembly already")
	}
	if testing.Short() {
		t.Skip("builds for another machine")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("no node to run WebAssembly under")
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Skipf("go env: %v", err)
	}
	lib := filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm")
	program := filepath.Join(t.TempDir(), "test.wasm")
	build := exec.Command("go", "test", "-c", "-o", program, ".")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building for WebAssembly: %v\n%s", err, out)
	}
	// The program's environment comes with it; node allows little of it.
	run := exec.Command(node, "--stack-size=8192", filepath.Join(lib, "wasm_exec_node.js"), program, "-test.v", "-test.run", pattern)
	run.Env = []string{"PATH=" + os.Getenv("PATH"), "TZ=UTC"}
	out, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("under node: %v\n%s", err, out)
	}
	if !strings.Contains(string(out), "--- PASS") {
		t.Fatalf("under node no test of %q ran:\n%s", pattern, out)
	}
	t.Logf("under node:\n%s", out)
}
