package archive

import (
	"io"
	"io/fs"
	"path"

	"github.com/klauspost/compress/zip"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/format"
	"github.com/contrechamp/contrechamp/archive/workbook"
)

// workbook takes the sheets of a workbook, each as a table.
func (o *opener) workbook(z *zip.Reader, shown string, from *format.Origin) error {
	meters := map[string]*format.Meter{} // of the sheets, by part
	book, err := workbook.Open(func(name string) (io.ReadCloser, error) {
		for _, f := range z.File {
			if f.Name != name {
				continue
			}
			r, err := f.Open()
			if err != nil {
				return nil, damaged(shown, err)
			}
			if m := meters[name]; m != nil {
				m.Of = int64(f.UncompressedSize64)
				r = m.Count(r)
			}
			return textOrError(o.unpack(shown, r, func() int64 { return int64(f.CompressedSize64) }))
		}
		return nil, fs.ErrNotExist
	})
	if err != nil {
		return damaged(shown, err)
	}
	for _, sheet := range book.Sheets {
		name, where, group := path.Base(shown), shown, ""
		if len(book.Sheets) > 1 {
			name, where, group = name+"/"+sheet.Name, shown+"/"+sheet.Name, shown
		}
		m := &format.Meter{}
		meters[sheet.Part] = m
		f := File{Name: name, Origin: from, Meter: m, Open: func() (io.ReadCloser, error) {
			r, err := sheet.CSV()
			if err != nil {
				return nil, damaged(where, err)
			}
			return told{r, r, where}, nil
		}}
		head, err := f.Head()
		if err != nil {
			return err
		}
		if len(head) == 0 {
			o.Skipped = append(o.Skipped, Skipped{where, contrechamp.Say("is a sheet without a table")})
			continue
		}
		o.consider(candidate{file: f, shown: where, group: group}, head)
	}
	return nil
}
