package archive

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/format"
	"github.com/contrechamp/contrechamp/archive/workbook"
	"github.com/klauspost/compress/zip"
)

const zipMagic = "PK\x03\x04"

// standardInput takes what is piped in. It is kept in a temporary file until
// Close, as given: a zip needs seeking, a digest may be asked for before the
// reading, a bundle may be read twice.
func (o *opener) standardInput() error {
	tmp, err := spool(io.LimitReader(o.stdin, o.maxBytes))
	if err != nil {
		return fmt.Errorf("keep standard input in a temporary file: %w", err)
	}
	o.close = append(o.close, func() error { return os.Remove(tmp) })
	from := format.OnDisk(tmp)
	from.Name = "-"
	return o.disk(from, tmp, "-", "")
}

func spool(r io.Reader) (string, error) {
	f, err := os.CreateTemp("", "contrechamp-")
	if err != nil {
		return "", err
	}
	_, err = io.Copy(f, r)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

// zip takes the files of a zip, each plain or gzipped.
func (o *opener) zip(p, shown string, from *format.Origin) error {
	z, err := zip.OpenReader(p)
	if err != nil {
		return &contrechamp.FileError{File: shown, What: contrechamp.Say("is cut off or damaged: its list of files cannot be read; fetch it again"), Err: err}
	}
	o.close = append(o.close, z.Close)
	if err := checkZip(shown, &z.Reader, p); err != nil {
		return err
	}
	switch workbook.KindOf(&z.Reader) {
	case workbook.Workbook:
		return o.workbook(&z.Reader, shown, from)
	case workbook.Binary:
		return &contrechamp.FileError{File: shown, What: contrechamp.Say("is a workbook in its binary form (.xlsb): save it as .xlsx or CSV")}
	case workbook.Document:
		return &contrechamp.FileError{File: shown, What: contrechamp.Say("is an Office document that is no workbook: the archives are tables")}
	case workbook.OpenDocument:
		return &contrechamp.FileError{File: shown, What: contrechamp.Say("is a spreadsheet in OpenDocument (.ods): save it as .xlsx or CSV")}
	}
	for _, e := range z.File {
		if e.FileInfo().IsDir() || strings.HasPrefix(path.Base(e.Name), ".") || strings.HasPrefix(e.Name, "__MACOSX/") {
			continue
		}
		where := shown + "/" + e.Name
		m := &format.Meter{Of: int64(e.UncompressedSize64)}
		f := File{Name: plainName(e.Name), Origin: from, Meter: m, Open: func() (io.ReadCloser, error) {
			r, err := e.Open()
			if err != nil {
				return nil, damaged(where, err)
			}
			return textOrError(o.unpack(where, m.Count(r), func() int64 { return int64(e.CompressedSize64) }))
		}}
		head, err := f.Head()
		if err != nil {
			return err
		}
		if bytes.HasPrefix(head, []byte(zipMagic)) {
			o.Skipped = append(o.Skipped, Skipped{where, contrechamp.Say("is a zip inside a zip: unpack the outer one first")})
			continue
		}
		o.consider(candidate{file: f, shown: where, group: shown}, head)
	}
	return nil
}

// checkZip refuses what no archive's zip looks like: names that lead outside,
// two files of one name, files laid over one another, passwords.
func checkZip(shown string, z *zip.Reader, p string) error {
	bad := func(what contrechamp.Sentence, err error) error {
		return &contrechamp.FileError{File: shown, What: what, Err: err}
	}
	info, err := os.Stat(p)
	if err != nil {
		return bad(contrechamp.Say("cannot be read"), err)
	}
	if len(z.File) > maxEntries {
		return bad(contrechamp.Say("holds more than {most} files: take out the archive's own", "most", maxEntries), nil)
	}
	var packed uint64
	names := map[string]bool{}
	for _, e := range z.File {
		packed += e.CompressedSize64
		switch {
		case unsafeName(e.Name):
			return bad(contrechamp.Say("holds a file whose name leads outside of it ({name}): it is not unpacked", "name", e.Name), nil)
		case names[e.Name]:
			return bad(contrechamp.Say("holds two files of one name ({name})", "name", e.Name), nil)
		case e.Flags&1 != 0:
			return bad(contrechamp.Say("is locked with a password ({name}): unpack it first", "name", e.Name), nil)
		}
		names[e.Name] = true
	}
	if packed > uint64(info.Size()) {
		return bad(contrechamp.Say("holds files that are laid over one another, as a decompression bomb does"), errors.New("sizes exceed the file"))
	}
	return nil
}

func unsafeName(name string) bool {
	if strings.ContainsAny(name, "\x00\\:") || path.IsAbs(name) {
		return true
	}
	clean := path.Clean(name)
	return clean == ".." || strings.HasPrefix(clean, "../")
}
