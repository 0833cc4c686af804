package population

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	contrechamp "github.com/contrechamp/contrechamp"
)

// Format is one kind of file.
type Format struct {
	Name string // as shown: "eurostat demo_r_pjangrp3"
	Help string // what it looks like, for people who have a file of another kind
	head func(line string) bool
	read func(r *reader, year int) (*File, error)
}

// Formats lists all kinds of file that Read knows. A new one is a file and a
// line here.
var Formats = []Format{eurostat, census, plain, nutsNames, parts, towns}

// maxBytes bounds what a file may unpack to.
const maxBytes = 1 << 30

// Read reads one file, plain or gzipped, of any of the Formats, told by its
// first line. Year asks for the counts of one year; 0 takes the newest in the
// file. Errors are contrechamp.FileErrors with the line: nothing of the file is
// kept then.
func Read(in io.Reader, name string, year int) (*File, error) {
	r := &reader{name: filepath.Base(name)}
	br := bufio.NewReaderSize(in, 1<<16)
	if magic, _ := br.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(br)
		if err != nil {
			return nil, r.fail(contrechamp.Say("is a damaged gzip file: fetch it again"), err)
		}
		br = bufio.NewReaderSize(z, 1<<16)
	}
	r.in = bufio.NewReader(io.LimitReader(br, maxBytes))
	head, err := r.next()
	if err != nil {
		if errors.Is(err, io.EOF) {
			return nil, r.fail(contrechamp.Say("is empty"), nil)
		}
		return nil, err
	}
	head = strings.TrimPrefix(head, "\ufeff")
	r.head = head
	for _, f := range Formats {
		if !f.head(head) {
			continue
		}
		file, err := f.read(r, year)
		if err != nil {
			return nil, err
		}
		file.Source.Name, file.Source.File = f.Name, r.name
		return file, nil
	}
	known := make([]string, len(Formats))
	for i, f := range Formats {
		known[i] = f.Help
	}
	return nil, r.failf("is no population file that this program knows: it reads {list}", "list", strings.Join(known, "; "))
}

// reader hands out lines and knows where it is.
type reader struct {
	name string
	in   *bufio.Reader
	line int
	head string
}

// next returns the next line without its end; io.EOF after the last.
func (r *reader) next() (string, error) {
	s, err := r.in.ReadString('\n')
	if err != nil && !(errors.Is(err, io.EOF) && s != "") {
		if errors.Is(err, io.EOF) {
			return "", err
		}
		return "", r.fail(contrechamp.Say("cannot be read on: it is damaged or cut off, fetch it again"), err)
	}
	r.line++
	return strings.TrimRight(s, "\r\n"), nil
}

func (r *reader) fail(what contrechamp.Sentence, err error) error {
	return &contrechamp.FileError{File: r.name, Line: r.line, What: what, Err: err}
}

func (r *reader) failf(english string, blanks ...any) error {
	return r.fail(contrechamp.Say(english, blanks...), nil)
}

// pick chooses the asked year, or the newest.
func (r *reader) pick(years []int, asked int) (int, error) {
	if len(years) == 0 {
		return 0, r.failf("names no year in its header")
	}
	if asked == 0 {
		return slices.Max(years), nil
	}
	if !slices.Contains(years, asked) {
		return 0, r.failf("has no counts of {asked}, only of {years}", "asked", strconv.Itoa(asked), "years", fmt.Sprint(years))
	}
	return asked, nil
}
