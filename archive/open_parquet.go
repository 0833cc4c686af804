package archive

import (
	"io"
	"os"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/format"
	"github.com/contrechamp/contrechamp/archive/parquet"
)

// parquet takes a Parquet file of the disk, as lines of JSON.
func (o *opener) parquet(at, shown, group string, from *format.Origin) error {
	m := &format.Meter{}
	f := File{Name: plainName(shown), Origin: from, Meter: m, Open: func() (io.ReadCloser, error) {
		file, err := os.Open(at)
		if err != nil {
			return nil, &contrechamp.FileError{File: shown, What: contrechamp.Say("cannot be opened: check the path and its permissions"), Err: err}
		}
		info, err := file.Stat()
		if err != nil {
			file.Close()
			return nil, damaged(shown, err)
		}
		r, err := parquet.Lines(file, info.Size())
		if err != nil {
			file.Close()
			return nil, damaged(shown, err)
		}
		return m.Count(told{r, file, shown}), nil
	}}
	head, err := f.Head()
	if err != nil {
		return err
	}
	if len(head) == 0 {
		o.Skipped = append(o.Skipped, Skipped{shown, contrechamp.Say("is a Parquet file without rows")})
		return nil
	}
	o.consider(candidate{file: f, shown: shown, group: group}, head)
	return nil
}
