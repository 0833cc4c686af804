package ingest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"github.com/contrechamp/contrechamp/say"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/store"
)

// DuckDB gives a file to one process. While a server holds the store, another
// process hands it the paths to import over a local socket that only its owner
// may open; the server reads the files and does the import beside its readers.
// Nothing is copied. If either end dies, the transaction is given up.

// Socket is where the server of a store listens: STORE.sock, or, where that is
// too long for a socket's address, a name in the user's folder for them.
func Socket(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	socket := path + ".sock"
	if len(socket) <= 100 {
		return socket
	}
	dir := os.Getenv("XDG_RUNTIME_DIR")
	if dir == "" || len(dir) > 60 {
		dir = filepath.Join("/tmp", "contrechamp-"+strconv.Itoa(os.Getuid()))
	}
	sum := sha256.Sum256([]byte(path))
	return filepath.Join(dir, hex.EncodeToString(sum[:8])+".sock")
}

// message is one line of the talk from server to client. One part is set.
type message struct {
	Begin    string
	Progress *Progress
	Skipped  *archive.Skipped
	End      bool // the last message: with what was done, even if it failed then
	Done     Results
	Failed   *failure
}

// failure carries an error and what kind it is.
type failure struct {
	Text string
	In   map[say.Lang]string
	Kind int // 1 + index in kinds, 0 for none
}

var kinds = []error{contrechamp.ErrBadFile, contrechamp.ErrInvalid, contrechamp.ErrBusy, contrechamp.ErrNotFound}

func (f *failure) Error() string { return f.Text }

// Tell is the error in a language.
func (f *failure) Tell(l say.Lang) string { return cmp.Or(f.In[l], f.Text) }

func (f *failure) Unwrap() error {
	if f.Kind == 0 {
		return nil
	}
	return kinds[f.Kind-1]
}

func failed(err error) *failure {
	if err == nil {
		return nil
	}
	f := &failure{Text: err.Error(), In: map[say.Lang]string{}}
	for _, l := range say.Langs {
		f.In[l] = l.Err(err)
	}
	for i, k := range kinds {
		if errors.Is(err, k) {
			f.Kind = i + 1
			break
		}
	}
	return f
}

// Serve takes imports over a socket until the context ends, one at a time. It
// returns ErrBusy if another server listens there.
func Serve(ctx context.Context, s *store.Store, socket string) error {
	l, err := listen(socket)
	if err != nil {
		return err
	}
	defer os.Remove(socket)
	stop := context.AfterFunc(ctx, func() { l.Close() })
	defer stop()
	var talks sync.WaitGroup
	defer talks.Wait()
	var turn sync.Mutex
	for {
		conn, err := l.Accept()
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return fmt.Errorf("listening on %s: %w", socket, err)
		}
		talks.Go(func() { talk(ctx, s, conn, &turn) })
	}
}

func listen(socket string) (net.Listener, error) {
	if err := os.MkdirAll(filepath.Dir(socket), 0o700); err != nil {
		return nil, fmt.Errorf("making the folder of the socket: %w", err)
	}
	if c, err := net.Dial("unix", socket); err == nil {
		c.Close()
		return nil, contrechamp.Busy("another server takes imports on {socket}", "socket", socket)
	}
	os.Remove(socket) // of a server that was killed
	l, err := net.Listen("unix", socket)
	if err != nil {
		return nil, fmt.Errorf("listening on %s: %w", socket, err)
	}
	if err := os.Chmod(socket, 0o600); err != nil {
		l.Close()
		return nil, fmt.Errorf("keeping %s to its owner: %w", socket, err)
	}
	return l, nil
}

// talk does what one client asks for. When the client goes away before the end,
// its import is given up.
func talk(ctx context.Context, s *store.Store, conn net.Conn, turn *sync.Mutex) {
	defer conn.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { conn.SetDeadline(time.Now()) })
	defer stop()
	var q Request
	in := gob.NewDecoder(conn)
	if err := in.Decode(&q); err != nil {
		return
	}
	gone := make(chan struct{})
	go func() { // the client says no more: whatever ends this reading is its end
		var nothing struct{}
		in.Decode(&nothing)
		cancel()
		close(gone)
	}()
	out := gob.NewEncoder(conn)
	last := time.Time{}
	rep := Report{
		Begin:   func(name string) { out.Encode(message{Begin: name}) },
		Skipped: func(x archive.Skipped) { out.Encode(message{Skipped: &x}) },
		Progress: func(p Progress) {
			if time.Since(last) > 50*time.Millisecond {
				last = time.Now()
				out.Encode(message{Progress: &p})
			}
		},
	}
	turn.Lock()
	done, err := Files(ctx, s, q, rep)
	turn.Unlock()
	stop()
	conn.SetWriteDeadline(time.Now().Add(5 * time.Second))
	out.Encode(message{End: true, Done: done, Failed: failed(err)})
	conn.Close()
	<-gone
}

// keep copies standard input into a file of its own folder, with the name that
// standard input has.
func keep(in io.Reader) (path string, err error) {
	if in == nil {
		in = os.Stdin
	}
	dir, err := os.MkdirTemp("", "contrechamp-")
	if err == nil {
		path = filepath.Join(dir, "-")
		var f *os.File
		if f, err = os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600); err == nil {
			_, err = io.Copy(f, in)
			err = errors.Join(err, f.Close())
		}
		if err != nil {
			os.RemoveAll(dir)
		}
	}
	if err != nil {
		return "", fmt.Errorf("keeping standard input for the server: %w", err)
	}
	return path, nil
}

var errNoServer = errors.New("no server answers")

// Remote asks the server at a socket to import. Paths are made absolute first,
// since the server has another working directory, and standard input is kept
// in a file for it. If the context ends, the server gives the import up.
func Remote(ctx context.Context, socket string, q Request, rep Report) (Results, error) {
	q.Now = nil
	paths := make([]string, len(q.Paths))
	for i, p := range q.Paths {
		if p == "-" {
			kept, err := keep(q.Stdin)
			if err != nil {
				return Results{}, err
			}
			defer os.RemoveAll(filepath.Dir(kept))
			p = kept
		}
		abs, err := filepath.Abs(p)
		if err != nil {
			return Results{}, fmt.Errorf("naming %s to the server: %w", p, err)
		}
		paths[i] = abs
	}
	q.Paths, q.Stdin = paths, nil
	conn, err := (&net.Dialer{}).DialContext(ctx, "unix", socket)
	if err != nil {
		return Results{}, fmt.Errorf("asking the server at %s: %w", socket, errors.Join(errNoServer, err))
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	if err := gob.NewEncoder(conn).Encode(q); err != nil {
		return Results{}, fmt.Errorf("asking the server at %s: %w", socket, err)
	}
	in := gob.NewDecoder(conn)
	for {
		var m message
		if err := in.Decode(&m); err != nil {
			if ctx.Err() != nil {
				return Results{}, ctx.Err()
			}
			return Results{}, fmt.Errorf("the server at %s ended before it told how the import went (%w): start it again and repeat the import, nothing is counted twice", socket, err)
		}
		switch {
		case m.End && m.Failed != nil:
			return m.Done, m.Failed
		case m.End:
			return m.Done, nil
		case m.Skipped != nil && rep.Skipped != nil:
			rep.Skipped(*m.Skipped)
		case m.Progress != nil && rep.Progress != nil:
			rep.Progress(*m.Progress)
		case m.Begin != "" && rep.Begin != nil:
			rep.Begin(m.Begin)
		}
	}
}
