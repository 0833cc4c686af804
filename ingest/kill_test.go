package ingest_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/store"
)

// The test program stands in for other processes when the environment asks for it.
func TestMain(m *testing.M) {
	switch args := strings.Fields(os.Getenv("CONTRECHAMP_TEST_PROCESS")); {
	case len(args) == 0:
		os.Exit(m.Run())
	case args[0] == "import":
		os.Exit(childImport(args[1], args[2:]))
	case args[0] == "serve":
		os.Exit(childServe(args[1], args[2]))
	}
}

// process starts this program again, to do something else than test.
func process(t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), "CONTRECHAMP_TEST_PROCESS="+strings.Join(args, " "))
	return cmd
}

// noon is when every import of these tests happens, so that stores can be compared.
func noon() time.Time { return time.Date(2024, 6, 9, 12, 0, 0, 0, time.UTC) }

func childImport(path string, files []string) int {
	q := ingest.Request{Paths: files, Series: "ira/killed", Now: noon}
	if _, err := ingest.Into(context.Background(), path, store.Options{}, q, ingest.Report{}); err != nil {
		fmt.Println(err)
		return 1
	}
	return 0
}

// childServe holds a store and takes imports until its end.
func childServe(path, socket string) int {
	ctx := context.Background()
	s, err := store.Open(ctx, path, store.Options{})
	if err == nil {
		err = ingest.Serve(ctx, s, socket)
	}
	fmt.Println(err)
	return 1
}

// many makes n rows, the first of them the same for every n.
func many(n int, word string) string {
	rows := make([]row, n)
	for i := range rows {
		rows[i] = row{id: fmt.Sprint(i + 1), day: fmt.Sprintf("2015-%02d-%02d", 1+i%12, 1+i%28),
			text: fmt.Sprintf("%s text %d with some words of its own", word, i%(n/2)), interests: fmt.Sprintf("Topic %d", i%500)}
	}
	return tsv(rows...)
}

func openAt(t testing.TB, path string) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func contentAt(t testing.TB, path string) string {
	t.Helper()
	s := openAt(t, path)
	defer s.Close()
	return content(t, s)
}

// TestKilledImport kills importing processes at random moments: the store is
// then as it was, or the import is whole, and it can be imported again.
func TestKilledImport(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 1))
	a, b := file(t, "a.tsv", many(2000, "first")), file(t, "b.tsv", many(8000, "second"))
	dir := t.TempDir()

	// How it should end, and how long it takes.
	whole := filepath.Join(dir, "whole.duckdb")
	if out, err := process(t, "import", whole, a).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	began := time.Now()
	if out, err := process(t, "import", whole, b).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	long := time.Since(began)
	done := contentAt(t, whole)

	path := filepath.Join(dir, "killed.duckdb")
	if out, err := process(t, "import", path, a).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	before := contentAt(t, path)
	if before == done {
		t.Fatal("the second import changes nothing: nothing is tested")
	}
	kills, completed := 5, 0
	if os.Getenv("CONTRECHAMP_FULL") != "" {
		kills = 60
	}
	for i := range kills {
		cmd := process(t, "import", path, b)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		after := time.Duration(rnd.Float64() * 1.1 * float64(long))
		if i%2 == 1 { // near the commit
			after = time.Duration((0.7 + 0.4*rnd.Float64()) * float64(long))
		}
		time.Sleep(after)
		cmd.Process.Kill()
		cmd.Wait()
		switch now := contentAt(t, path); now {
		case before:
		case done:
			completed++
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			os.Remove(path + ".wal")
			if out, err := process(t, "import", path, a).CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
		default:
			t.Fatalf("killed after %v of %v: the store is neither as before nor whole:\n%s\nbefore:\n%s\nwhole:\n%s", after, long, now, before, done)
		}
	}
	t.Logf("%d kills, %d of them after the commit, of an import of %v", kills, completed, long)
	if out, err := process(t, "import", path, b).CombinedOutput(); err != nil {
		t.Fatalf("importing after the kills: %v: %s", err, out)
	}
	if now := contentAt(t, path); now != done {
		t.Errorf("imported after the kills:\n%s\nwhole:\n%s", now, done)
	}
}

// TestReadersDuringImport reads in a loop while imports run: every answer is
// that of a whole import.
func TestReadersDuringImport(t *testing.T) {
	s := openAt(t, filepath.Join(t.TempDir(), "x.duckdb"))
	defer s.Close()
	sizes := []int{300, 1000, 2000}
	ok := map[string]bool{"0 0 0": true}
	for i, n := range sizes {
		ok[fmt.Sprintf("%d %d %d", n, n, i+1)] = true
	}
	stop := make(chan struct{})
	result := make(chan error, 4)
	reads := make([]int, 4)
	for r := range 4 {
		go func() {
			for {
				select {
				case <-stop:
					result <- nil
					return
				default:
				}
				var got string
				err := s.DatabaseForTest(t).QueryRow(`SELECT concat_ws(' ', (SELECT count(*) FROM ad), (SELECT count(DISTINCT ad) FROM ad_text), (SELECT count(*) FROM source))`).Scan(&got)
				if err == nil && !ok[got] {
					err = fmt.Errorf("a reader saw half an import: %s", got)
				}
				if err != nil {
					result <- err
					return
				}
				reads[r]++
				time.Sleep(2 * time.Millisecond)
			}
		}()
	}
	for _, n := range sizes {
		must(t, s, ingest.Options{Series: "ira/read"}, file(t, "x.tsv", many(n, "text")))
	}
	close(stop)
	total := 0
	for range 4 {
		if err := <-result; err != nil {
			t.Error(err)
		}
	}
	for _, n := range reads {
		total += n
	}
	t.Logf("%d reads beside %d imports", total, len(sizes))
	if total == 0 {
		t.Error("nobody read")
	}
	if s.Changes() != int64(len(sizes)) {
		t.Errorf("%d changes", s.Changes())
	}
}
