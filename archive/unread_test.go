package archive

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp"
)

// teller is a sink that is told what is not read.
type teller struct {
	kept
	unread []contrechamp.Unread
}

func (s *teller) Unread(u contrechamp.Unread) error {
	s.unread = append(s.unread, u)
	return nil
}

// TestNothingIsDroppedInSilence: into each excerpt of each format a column, or a
// name in every object, is put that nobody knows; reading it tells of that name
// and of how many cells it filled.
func TestNothingIsDroppedInSilence(t *testing.T) {
	const name = "a column that nobody knows"
	for _, archive := range Names() {
		for _, p := range excerpts(t, archive) {
			files := []string{p}
			if info, err := os.Stat(p); err == nil && info.IsDir() {
				files, _ = filepath.Glob(filepath.Join(p, "*"))
			}
			for _, p := range files {
				t.Run(p, func(t *testing.T) {
					data, err := os.ReadFile(p)
					if err != nil {
						t.Fatal(err)
					}
					added, filled := withUnknown(data, name)
					if added == nil {
						t.Skip("of a form to which this test adds nothing")
					}
					in := formatOf(filepath.Base(p), added)
					if in == nil {
						t.Skip("the added column hides the format")
					}
					var s teller
					b := &Bundle{Name: p, Files: []File{{Name: filepath.Base(p), Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(added)), nil }}}}
					if err := in.Read(context.Background(), b, &s); err != nil {
						t.Fatal(err)
					}
					at := slices.IndexFunc(s.unread, func(u contrechamp.Unread) bool { return u.Field == name || strings.HasSuffix(u.Field, "."+name) })
					if at < 0 {
						t.Fatalf("nothing is told of %q: %v", name, s.unread)
					}
					if got := s.unread[at].Filled; got == 0 || got > int64(filled) {
						t.Errorf("%d cells of %d are told of", got, filled)
					}
				})
			}
		}
	}
}

func formatOf(name string, head []byte) Format {
	for _, f := range All {
		if f.Detect(name, head[:min(len(head), 64<<10)]) {
			return f
		}
	}
	return nil
}

// withUnknown adds a column, or a name in every object of JSON lines, and gives
// how many it filled; nil where the text is of another form.
func withUnknown(data []byte, name string) (added []byte, filled int) {
	text := strings.TrimPrefix(string(data), "\ufeff")
	if start := strings.TrimLeft(text, " \r\n\t"); strings.HasPrefix(start, "{") || strings.HasPrefix(start, "[") {
		key, _ := json.Marshal(name)
		var out strings.Builder
		for line := range strings.Lines(text) {
			if s := strings.TrimSpace(line); isRow(s) {
				line = s[:len(s)-1] + "," + string(key) + `:"x"}` + "\n"
				filled++
			}
			out.WriteString(line)
		}
		if filled == 0 {
			return nil, 0
		}
		return []byte(out.String()), filled
	}
	lines := strings.Split(strings.TrimRight(text, "\r\n"), "\n")
	if len(lines) < 2 || strings.HasPrefix(lines[0], "sep=") || strings.Count(text, `"`)%2 != 0 {
		return nil, 0
	}
	sep := ","
	for _, s := range []string{"\t", ";"} {
		if strings.Count(lines[0], s) > strings.Count(lines[0], sep) {
			sep = s
		}
	}
	open := false // inside a quoted cell that goes over line ends
	for i, l := range lines {
		l = strings.TrimSuffix(l, "\r")
		if strings.Count(l, `"`)%2 == 1 {
			open = !open
		}
		switch {
		case open || l == "":
		case i == 0:
			l += sep + name
		default:
			l += sep + "x"
			filled++
		}
		lines[i] = l
	}
	return []byte(strings.Join(lines, "\n") + "\n"), filled
}

// isRow says whether a line is an object with a value of its own, and no holder
// of rows.
func isRow(line string) bool {
	var o map[string]json.RawMessage
	if json.Unmarshal([]byte(line), &o) != nil || o["data"] != nil || o["ads"] != nil {
		return false
	}
	for _, v := range o {
		if v[0] != '{' && v[0] != '[' {
			return true
		}
	}
	return false
}
