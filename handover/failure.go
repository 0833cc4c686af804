package handover

import (
	"cmp"
	"errors"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/say"
)

// Failure is an error as it is sent from one process to another: its text in
// every language, of which kind it is, and where an expression cannot be read.
type Failure struct {
	Text string
	In   map[say.Lang]string
	Kind int    // 1 + index in kinds, 0 for none
	Expr string // the expression that it is about, if any
	Mark string // stands under the place
}

// kinds are the kinds of error that are told apart at the other end.
var kinds = []error{contrechamp.ErrBadFile, contrechamp.ErrInvalid, contrechamp.ErrBusy, contrechamp.ErrNotFound}

// FailureOf is an error to be sent, nil if there is none.
func FailureOf(err error) *Failure {
	if err == nil {
		return nil
	}
	f := &Failure{Text: err.Error(), In: map[say.Lang]string{}}
	for _, l := range say.Langs {
		f.In[l] = l.Err(err)
	}
	f.Expr, f.Mark = say.Pointer(err)
	for i, k := range kinds {
		if errors.Is(err, k) {
			f.Kind = i + 1
			break
		}
	}
	return f
}

func (f *Failure) Error() string { return f.Text }

// Tell is the error in a language.
func (f *Failure) Tell(l say.Lang) string { return cmp.Or(f.In[l], f.Text) }

// Unwrap is the kind of the error.
func (f *Failure) Unwrap() error {
	if f.Kind == 0 {
		return nil
	}
	return kinds[f.Kind-1]
}
