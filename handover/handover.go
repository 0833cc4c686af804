// Package handover lets the process that has a store open work for others.
// DuckDB gives a file to one process; another one hands its import or its
// question over on a local socket that only the store's owner may open. Who
// says what on it is the business of the two ends.
package handover

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"github.com/contrechamp/contrechamp"
)

// lastWords is how long a server that ends takes to tell its last answers.
const lastWords = 5 * time.Second

// maxSocket is how long the address of a socket may be on every system.
const maxSocket = 100

// ErrNobody says that no process serves a socket.
var ErrNobody = errors.New("no server answers")

// Socket is where a kind of work is taken for the store in a file: the file's
// name with the work behind it, or, where that is too long for the address of a
// socket, a name in the user's folder for them.
func Socket(store, work string) string {
	if abs, err := filepath.Abs(store); err == nil {
		store = abs
	}
	socket := store + "." + work
	if len(socket) <= maxSocket {
		return socket
	}
	dir := os.Getenv("XDG_RUNTIME_DIR")
	if dir == "" || len(dir) > 60 {
		dir = filepath.Join("/tmp", "contrechamp-"+strconv.Itoa(os.Getuid()))
	}
	sum := sha256.Sum256([]byte(store))
	return filepath.Join(dir, hex.EncodeToString(sum[:8])+"."+work)
}

// Serve takes work on a socket until the context ends, each talk in a goroutine
// of its own, and waits for those under way. The connection is closed when the
// talk returns. ErrBusy says that another server takes work there.
func Serve(ctx context.Context, socket string, talk func(context.Context, net.Conn)) error {
	l, err := listen(socket)
	if err != nil {
		return err
	}
	defer os.Remove(socket)
	stop := context.AfterFunc(ctx, func() { l.Close() })
	defer stop()
	var talks sync.WaitGroup
	defer talks.Wait()
	for {
		conn, err := l.Accept()
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return fmt.Errorf("listening on %s: %w", socket, err)
		}
		talks.Go(func() {
			defer conn.Close()
			defer context.AfterFunc(ctx, func() { // what is under way is told, nothing new is heard
				conn.SetReadDeadline(time.Now())
				conn.SetWriteDeadline(time.Now().Add(lastWords))
			})()
			talk(ctx, conn)
		})
	}
}

func listen(socket string) (net.Listener, error) {
	if err := os.MkdirAll(filepath.Dir(socket), 0o700); err != nil {
		return nil, fmt.Errorf("making the folder of the socket: %w", err)
	}
	if c, err := net.Dial("unix", socket); err == nil {
		c.Close()
		return nil, contrechamp.Busy("another server listens on {socket}", "socket", socket)
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

// Dial reaches the server of a socket; ErrNobody if there is none. The
// connection is closed when the context ends; call done when all is said.
func Dial(ctx context.Context, socket string) (conn net.Conn, done func(), err error) {
	conn, err = (&net.Dialer{}).DialContext(ctx, "unix", socket)
	if err != nil {
		return nil, nil, fmt.Errorf("asking the server at %s: %w", socket, errors.Join(ErrNobody, err))
	}
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	return conn, func() { stop(); conn.Close() }, nil
}
