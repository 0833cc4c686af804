package contrechamp

import (
	"errors"
	"fmt"
)

// Kinds of error that a caller acts on. Invalid, NotFound and Busy make errors
// of them that say in either language what was being done.
var (
	ErrNotFound = errors.New("not found")
	ErrInvalid  = errors.New("invalid")
	ErrBadFile  = errors.New("cannot read this file")
	ErrBusy     = errors.New("busy")
)

// FileError says that a whole file is unusable: nothing of it was kept.
type FileError struct {
	File string
	Line int      // 0 if not about a line
	What Sentence // what is wrong and what to do next: "is empty: fetch it again"
	Err  error    // below it, or nil
}

func (e *FileError) Error() string {
	at := e.File
	if e.Line > 0 {
		at = fmt.Sprintf("%s:%d", e.File, e.Line)
	}
	if e.Err != nil {
		return fmt.Sprintf("%s: %s (%v)", at, e.What, e.Err)
	}
	return fmt.Sprintf("%s: %s", at, e.What)
}

// Unwrap makes every FileError an ErrBadFile.
func (e *FileError) Unwrap() []error {
	if e.Err == nil {
		return []error{ErrBadFile}
	}
	return []error{ErrBadFile, e.Err}
}
