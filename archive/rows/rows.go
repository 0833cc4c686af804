// Package rows is what formats share: tables and JSON a row at a time, the rows
// that cannot be read, and one reader each for counts, amounts, dates and
// brackets.
package rows

import (
	"io"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/format"
)

// rows is what table and documents have in common.
type Reader interface {
	Next() error
	At() contrechamp.Row
}

// Each hands every good row to read and every bad one to the sink. It returns
// nil at the end of the file. read returns a *Error to reject its row; id
// may then be what it read of it.
func Each(r Reader, sink format.Sink, read func() (contrechamp.AdID, error)) error {
	for {
		err := r.Next()
		var id contrechamp.AdID
		if err == nil {
			id, err = read()
		}
		switch e := err.(type) {
		case nil:
		case *Error:
			if e == nil {
				continue
			}
			if err := sink.Reject(contrechamp.Reject{Row: r.At(), ID: id, Reason: e.reason, Detail: e.detail}); err != nil {
				return err
			}
		default:
			if err == io.EOF {
				if held, ok := r.(interface{ Unread() []contrechamp.Unread }); ok {
					return TellUnread(sink, held.Unread())
				}
				return nil
			}
			return err
		}
	}
}
