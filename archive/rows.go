package archive

import (
	"io"

	"github.com/contrechamp/contrechamp"
)

// rows is what table and documents have in common.
type rows interface {
	next() error
	at() contrechamp.Row
}

// each hands every good row to read and every bad one to the sink. It returns
// nil at the end of the file. read returns a *rowError to reject its row; id
// may then be what it read of it.
func each(r rows, sink Sink, read func() (contrechamp.AdID, error)) error {
	for {
		err := r.next()
		var id contrechamp.AdID
		if err == nil {
			id, err = read()
		}
		switch e := err.(type) {
		case nil:
		case *rowError:
			if e == nil {
				continue
			}
			if err := sink.Reject(contrechamp.Reject{Row: r.at(), ID: id, Reason: e.reason, Detail: e.detail}); err != nil {
				return err
			}
		default:
			if err == io.EOF {
				return nil
			}
			return err
		}
	}
}
