package handover_test

import (
	"bufio"
	"context"
	"encoding/gob"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/handover"
	"github.com/contrechamp/contrechamp/say"
)

// serve answers "hello NAME" to every name until the test ends or end is called.
func serve(t *testing.T, socket string) (end func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- handover.Serve(ctx, socket, func(_ context.Context, conn net.Conn) {
			if name, err := bufio.NewReader(conn).ReadString('\n'); err == nil {
				fmt.Fprintf(conn, "hello %s", name)
			}
		})
	}()
	t.Cleanup(cancel)
	for end := time.Now().Add(20 * time.Second); ; {
		c, hangUp, err := handover.Dial(context.Background(), socket)
		if err == nil {
			c.Close()
			hangUp()
			break
		}
		if !errors.Is(err, handover.ErrNobody) || time.Now().After(end) {
			t.Fatal(err)
		}
		time.Sleep(time.Millisecond)
	}
	return func() error { cancel(); return <-ended }
}

func ask(t *testing.T, socket, name string) string {
	t.Helper()
	c, hangUp, err := handover.Dial(context.Background(), socket)
	if err != nil {
		t.Fatal(err)
	}
	defer hangUp()
	fmt.Fprintln(c, name)
	answer, err := bufio.NewReader(c).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// TestServe: a socket is its owner's alone, belongs to one server at a time,
// outlives none, and takes the place of one that a killed server left.
func TestServe(t *testing.T) {
	socket := handover.Socket(filepath.Join(t.TempDir(), "new", "x.duckdb"), "work")
	if err := os.MkdirAll(filepath.Dir(socket), 0o700); err != nil {
		t.Fatal(err)
	}
	left, err := net.ListenUnix("unix", &net.UnixAddr{Name: socket, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	left.SetUnlinkOnClose(false)
	left.Close()
	end := serve(t, socket)
	if info, err := os.Stat(socket); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info, err)
	}
	if got := ask(t, socket, "Ada"); got != "hello Ada\n" {
		t.Errorf("%q", got)
	}
	if err := handover.Serve(context.Background(), socket, nil); !errors.Is(err, contrechamp.ErrBusy) {
		t.Errorf("a second server: %v", err)
	}
	silent, hangUp, err := handover.Dial(context.Background(), socket) // says nothing, and does not hold up the end
	if err != nil {
		t.Fatal(err)
	}
	defer hangUp()
	if err := end(); err != nil {
		t.Errorf("end: %v", err)
	}
	if n, err := silent.Read(make([]byte, 1)); err == nil {
		t.Errorf("%d bytes for a client that said nothing", n)
	}
	if _, err := os.Stat(socket); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket is left: %v", err)
	}
	if _, _, err := handover.Dial(context.Background(), socket); !errors.Is(err, handover.ErrNobody) {
		t.Errorf("nobody: %v", err)
	}
}

func TestSocketOfALongPath(t *testing.T) {
	long := filepath.Join("/", strings.Repeat("folder/", 30), "x.duckdb")
	a, b := handover.Socket(long, "sock"), handover.Socket(long, "ask")
	if len(a) > 107 || a == b || a == handover.Socket(long+"x", "sock") {
		t.Errorf("%q, %q", a, b)
	}
}

// TestFailureCrossesOver: the other end tells the error in its own language,
// knows its kind, and points at the same place.
func TestFailureCrossesOver(t *testing.T) {
	here, there := net.Pipe()
	sent := fmt.Errorf("opening: %w", contrechamp.Busy("another server listens on {socket}", "socket", "x.sock"))
	go gob.NewEncoder(here).Encode(handover.FailureOf(sent))
	var got handover.Failure
	if err := gob.NewDecoder(there).Decode(&got); err != nil {
		t.Fatal(err)
	}
	var err error = &got
	if !errors.Is(err, contrechamp.ErrBusy) || errors.Is(err, contrechamp.ErrInvalid) {
		t.Errorf("kind of %v", err)
	}
	for _, l := range say.Langs {
		if got.Tell(l) != l.Err(sent) {
			t.Errorf("%s: %q, want %q", l, got.Tell(l), l.Err(sent))
		}
	}
	if handover.FailureOf(nil) != nil {
		t.Error("a failure of nothing")
	}
}
