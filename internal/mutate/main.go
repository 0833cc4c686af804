// Command mutate asks whether tests notice mistakes: it turns an operator or a
// constant in one place of a package, runs the package's tests, and goes on with
// another place. A place whose change no test notices is printed: it needs a
// test, or the change makes no difference.
//
//	go run ./internal/mutate -pkg ./population -n 40 -seed 1
//
// No file is changed: the go command reads the mutant from an overlay.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	pkg := flag.String("pkg", "", "folder of the package, such as ./population")
	tests := flag.String("tests", "", "packages whose tests may notice, separated by commas; the package itself if empty")
	run := flag.String("run", "", "only tests of these names")
	n := flag.Int("n", 20, "how many places")
	seed := flag.Uint64("seed", 1, "which places")
	only := flag.String("file", "", "only in files of these names, separated by commas")
	limit := flag.Duration("timeout", 5*time.Minute, "after which tests are taken to have noticed")
	flag.Parse()
	if err := mutate(*pkg, *tests, *run, *only, *n, *seed, *limit); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func mutate(pkg, tests, run, only string, n int, seed uint64, limit time.Duration) error {
	places, err := placesIn(pkg, strings.Split(only, ","))
	if err != nil {
		return err
	}
	if len(places) == 0 {
		return fmt.Errorf("%s holds no place to change", pkg)
	}
	t := tester{dir: must(os.MkdirTemp("", "mutate")), packages: []string{pkg}, run: run, limit: limit}
	defer os.RemoveAll(t.dir)
	if tests != "" {
		t.packages = strings.Split(tests, ",")
	}
	if out, noticed, err := t.test(nil); err != nil || noticed {
		return fmt.Errorf("the tests fail before anything is changed: %v\n%s", err, out)
	}
	rnd := rand.New(rand.NewPCG(seed, 0))
	rnd.Shuffle(len(places), func(i, j int) { places[i], places[j] = places[j], places[i] })
	tried, survived := 0, 0
	for _, p := range places {
		if tried == n {
			break
		}
		m := p.mutant(rnd)
		_, noticed, err := t.test(m)
		if errors.Is(err, errNoProgram) {
			continue // the compiler notices
		}
		if err != nil {
			return err
		}
		tried++
		if !noticed {
			survived++
			fmt.Println("survives", m)
		}
	}
	fmt.Printf("%s, seed %d: %d of %d changes survive, of %d places\n", pkg, seed, survived, tried, len(places))
	return nil
}

func must[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}

// tester runs tests.
type tester struct {
	dir      string
	packages []string
	run      string
	limit    time.Duration
}

var errNoProgram = errors.New("the mutant is no program")

// test runs the tests with a mutant in the place of its file, nil for none, and
// says whether they notice. A mutant that does not compile is errNoProgram.
func (t *tester) test(m *mutant) (out []byte, noticed bool, err error) {
	args := []string{"test", "-short", "-count=1", "-failfast", "-timeout", t.limit.String()}
	if m != nil {
		file := filepath.Join(t.dir, "mutant.go")
		if err := os.WriteFile(file, m.source, 0o600); err != nil {
			return nil, false, err
		}
		overlay := filepath.Join(t.dir, "overlay.json")
		text := must(json.Marshal(map[string]map[string]string{"Replace": {m.file: file}}))
		if err := os.WriteFile(overlay, text, 0o600); err != nil {
			return nil, false, err
		}
		args = append(args, "-overlay", overlay)
		if out, err := exec.Command("go", append([]string{"build", "-overlay", overlay}, m.dir)...).CombinedOutput(); err != nil {
			return out, false, errNoProgram
		}
	}
	if t.run != "" {
		args = append(args, "-run", t.run)
	}
	ctx, cancel := context.WithTimeout(context.Background(), t.limit+time.Minute)
	defer cancel()
	out, err = exec.CommandContext(ctx, "go", append(args, t.packages...)...).CombinedOutput()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return out, true, nil
	}
	return out, false, err
}
