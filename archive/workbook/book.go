package workbook

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/klauspost/compress/zip"
)

// Parts opens a part of a workbook by its name in the zip; fs.ErrNotExist if it
// has none of that name.
type Parts func(name string) (io.ReadCloser, error)

// Book is an open workbook.
type Book struct {
	Sheets   []Sheet
	parts    Parts
	from1904 bool   // days count from 1904
	date     []kind // by cell style
	strings  *table // nil until a sheet needs it
	shared   string // its part, "" for none
}

// Sheet is one sheet of a workbook.
type Sheet struct {
	Name string
	Part string // its name in the zip
	book *Book
}

const (
	bookPart  = "xl/workbook.xml"
	binPart   = "xl/workbook.bin"
	typesPart = "[Content_Types].xml"
)

// Kind is what a zip holds.
type Kind int

const (
	Other        Kind = iota
	Workbook          // .xlsx, .xlsm: read here
	Binary            // .xlsb
	Document          // another Office document
	OpenDocument      // such as .ods
)

// KindOf says what a zip holds.
func KindOf(z *zip.Reader) Kind {
	names := map[string]bool{}
	for _, f := range z.File {
		names[f.Name] = true
	}
	switch {
	case names[bookPart] && names[typesPart]:
		return Workbook
	case names[binPart]:
		return Binary
	case names[typesPart]:
		return Document
	case names["mimetype"] && names["content.xml"]:
		return OpenDocument
	}
	return Other
}

// Open reads what a workbook says of itself: its sheets, in order, and its
// styles. The sheets are read when asked for. An error is one of the parts.
func Open(parts Parts) (*Book, error) {
	b := &Book{parts: parts}
	targets, err := b.relations()
	if err != nil {
		return nil, err
	}
	err = b.each(bookPart, func(s *scanner) error {
		if s.closing {
			return nil
		}
		switch s.name {
		case "workbookPr":
			v := s.attr("date1904")
			b.from1904 = v == "1" || v == "true"
		case "sheet":
			if part := targets[s.attr("id")]; part != "" {
				b.Sheets = append(b.Sheets, Sheet{Name: s.attr("name"), Part: part, book: b})
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return b, b.styles()
}

// relations are the parts of the workbook by their ids; chart sheets, which hold
// no cells, are none. It finds the shared strings too.
func (b *Book) relations() (map[string]string, error) {
	targets := map[string]string{}
	err := b.each("xl/_rels/workbook.xml.rels", func(s *scanner) error {
		if s.closing || s.name != "Relationship" {
			return nil
		}
		target := s.attr("Target")
		if abs, ok := strings.CutPrefix(target, "/"); ok {
			target = abs
		} else {
			target = path.Join("xl", target)
		}
		switch path.Base(s.attr("Type")) {
		case "worksheet":
			targets[s.attr("Id")] = target
		case "sharedStrings":
			b.shared = target
		}
		return nil
	})
	return targets, err
}

// each calls do at every tag of a part.
func (b *Book) each(part string, do func(*scanner) error) error {
	r, err := b.open(part)
	if err != nil {
		return err
	}
	defer r.Close()
	s := newScanner(r)
	for {
		switch err := s.next(); {
		case err == io.EOF:
			return nil
		case errors.Is(err, errMarkup):
			return Damaged{Part: part}
		case err != nil:
			return err
		}
		if err := do(s); err != nil {
			return err
		}
	}
}

// open opens a part that the workbook must have.
func (b *Book) open(part string) (io.ReadCloser, error) {
	r, err := b.parts(part)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, Damaged{part, true}
	}
	return r, err
}

// Damaged says that a part of a workbook cannot be read, or is missing.
type Damaged struct {
	Part    string
	Missing bool
}

func (d Damaged) Error() string { return "the part " + d.Part + " is damaged or missing" }
