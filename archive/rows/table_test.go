package rows

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/contrechamp/contrechamp"
)

// rowsOf reads all rows of a table: "line: a|b" for a good one, "line! reason" for a bad one.
func rowsOf(t testing.TB, r io.Reader, width int) []string {
	t.Helper()
	tab := NewTable(context.Background(), r, "x.csv", ',')
	tab.Width = width
	var got []string
	for {
		err := tab.Next()
		var b *Error
		switch {
		case err == io.EOF:
			return got
		case errors.As(err, &b):
			got = append(got, fmt.Sprintf("%d! %s", tab.line, b.reason))
		case err != nil:
			t.Fatal(err)
		default:
			got = append(got, fmt.Sprintf("%d: %s", tab.line, bytes.Join(tab.Fields, []byte("|"))))
		}
	}
}

func TestTable(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"plain", "a,b\nc,d\n", []string{"1: a|b", "2: c|d"}},
		{"no last line end", "a,b\nc,d", []string{"1: a|b", "2: c|d"}},
		{"CRLF", "a,b\r\nc,\"d\"\r\n", []string{"1: a|b", "2: c|d"}},
		{"empty lines", "\na,b\n\n\nc,d\n\n", []string{"2: a|b", "5: c|d"}},
		{"blank cells", ",\n\"\",\"\"\n", []string{"1: |", "2: |"}},
		{"quoted", "\"a,1\",b\n", []string{"1: a,1|b"}},
		{"doubled", "\"say \"\"no\"\"\",\"\"\"\"\n", []string{"1: say \"no\"|\""}},
		{"lines inside", "\"a\nb\r\nc\",d\ne,f\n", []string{"1: a\nb\r\nc|d", "4: e|f"}},
		{"bare quote", "5\" screen,b\n", []string{"1: 5\" screen|b"}},
		{"after a quote", "\"a\"x,b\nc,d\n", []string{"1! wrong-columns", "2: c|d"}},
		{"never closed", "\"a,b\nc,d\n", []string{"1! wrong-columns", "2: c|d"}},
		{"too few", "a\nc,d\n", []string{"1! wrong-columns", "2: c|d"}},
		{"bad bytes", "a,\xff\nc,d\n", []string{"1! bad-utf8", "2: c|d"}},
		{"bad bytes inside quotes", "\"a\n\xc3\",b\nc,d\n", []string{"1! bad-utf8", "3: c|d"}},
		{"other separators in a cell", "a\u2028b,c\n", []string{"1: a\u2028b|c"}},
	} {
		for how, r := range map[string]io.Reader{"whole": strings.NewReader(c.text), "byte by byte": iotest.OneByteReader(strings.NewReader(c.text))} {
			if got := rowsOf(t, r, 2); !slices.Equal(got, c.want) {
				t.Errorf("%s, %s: %q, want %q", c.name, how, got, c.want)
			}
		}
	}
}

// A line of 100 MB is given up, and reading goes on behind it.
func TestLongRow(t *testing.T) {
	long := func(n int) io.Reader {
		return io.MultiReader(strings.NewReader("a,b\n"), io.LimitReader(letters{}, int64(n)), strings.NewReader("\nc,d\n"))
	}
	want := []string{"1: a|b", "2! too-long", "3: c|d"}
	if got := rowsOf(t, long(100<<20), 2); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := rowsOf(t, io.MultiReader(strings.NewReader("a,b\n\""), long(contrechamp.MaxRow+1)), 2); len(got) != 4 || got[1] != "2! wrong-columns" {
		t.Errorf("with an open quote: %.100q", got)
	}
}

type letters struct{}

func (letters) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

// What is well-formed is read as encoding/csv reads it.
func TestTableAgainstTwin(t *testing.T) {
	seed := rand.Uint64()
	rnd := rand.New(rand.NewPCG(seed, 1))
	words := []string{"", "a", "é", "x,y", "say \"no\"", "two\nlines", "crlf\r\nin", " blank ", "\u2028", strings.Repeat("long ", 200)}
	for range 200 {
		var text bytes.Buffer
		w := csv.NewWriter(&text)
		w.UseCRLF = rnd.IntN(2) == 0
		for range rnd.IntN(50) {
			row := make([]string, 3)
			for i := range row {
				row[i] = words[rnd.IntN(len(words))]
			}
			if err := w.Write(row); err != nil {
				t.Fatal(err)
			}
		}
		w.Flush()
		slow := csv.NewReader(bytes.NewReader(text.Bytes()))
		var want []string
		for {
			row, err := slow.Read()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			line, _ := slow.FieldPos(0)
			want = append(want, fmt.Sprintf("%d: %s", line, strings.ReplaceAll(strings.Join(row, "|"), "\r\n", "\n")))
		}
		got := rowsOf(t, bytes.NewReader(text.Bytes()), 3)
		for i := range got {
			got[i] = strings.ReplaceAll(got[i], "\r\n", "\n")
		}
		if !slices.Equal(got, want) {
			t.Fatalf("seed %d: %q read as %q, want %q", seed, text.String(), got, want)
		}
	}
}

func BenchmarkTable(b *testing.B) {
	row := "CR123456789012345678,https://example.org/a/CR123456789012345678,TEXT,\"US, GB\",AR1,Somebody,2020-01-01,2020-02-01,30,\"18-24, 25-34\",,United States\n"
	text := strings.Repeat(row, 10_000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		tab := NewTable(context.Background(), strings.NewReader(text), "x", ',')
		for tab.Next() == nil {
		}
	}
}

func documentsOf(t testing.TB, r io.Reader) ([]string, error) {
	t.Helper()
	d := NewDocuments(context.Background(), r, "x.json", "data", "ads")
	var got []string
	for {
		err := d.Next()
		var b *Error
		switch {
		case err == io.EOF:
			return got, nil
		case errors.As(err, &b):
			got = append(got, fmt.Sprintf("%d! %s", d.n, b.reason))
		case err != nil:
			return got, err
		default:
			got = append(got, fmt.Sprintf("%d: %s", d.n, d.Raw))
		}
	}
}

func TestDocuments(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
		fails      string
	}{
		{"lines", "{\"a\":1}\n{\"a\":\"}\"}\n", []string{`1: {"a":1}`, `2: {"a":"}"}`}, ""},
		{"lines, blank ones", "\n{\"a\":1}\r\n\n{\"a\":2}", []string{`2: {"a":1}`, `4: {"a":2}`}, ""},
		{"lines, a bad first", "{\"a\":1,}\n{\"a\":2}\n", []string{`1: {"a":1,}`, `2: {"a":2}`}, ""},
		{"lines, bad bytes", "{\"a\":1}\n{\"a\":\"\xff\"}\n{\"a\":2}\n", []string{`1: {"a":1}`, `2! bad-utf8`, `3: {"a":2}`}, ""},
		{"line separators in texts", "{\"a\":\"x\u2028y\"}\n{\"a\":2}\n", []string{"1: {\"a\":\"x\u2028y\"}", `2: {"a":2}`}, ""},
		{"array", "[{\"a\":1},\n {\"a\":[2,\"]\"]}, 3 ]\n", []string{`1: {"a":1}`, `2: {"a":[2,"]"]}`, "3: 3"}, ""},
		{"empty array", "[]", nil, ""},
		{"answers", "{\"data\":[{\"a\":1},{\"a\":2}],\"paging\":{\"next\":\"]\"}}\n{\"paging\":{},\"data\":[{\"a\":3}]}\n{\"data\":[]}",
			[]string{`1: {"a":1}`, `2: {"a":2}`, `3: {"a":3}`}, ""},
		{"objects over several lines", "{\n \"a\": 1\n}\n{\n \"a\": 2\n}\n", []string{"1: {\n \"a\": 1\n}", "2: {\n \"a\": 2\n}"}, ""},
		{"array of answers is rows", "[{\"a\":{\"data\":[1]}}]", []string{`1: {"a":{"data":[1]}}`}, ""},
		{"array cut off", "[{\"a\":1},{\"a\":", []string{`1: {"a":1}`}, "cut off"},
		{"array not closed", "[{\"a\":1}", []string{`1: {"a":1}`}, "cut off"},
		{"answer cut off", "{\"data\":[{\"a\":1}],\"paging\":{", []string{`1: {"a":1}`}, "cut off"},
		{"comma missing", "[{\"a\":1} {\"a\":2}]", []string{`1: {"a":1}`}, "comma"},
		{"garbage between", "{\n\"a\":1}\nhello", []string{"1: {\n\"a\":1}"}, "stands where"},
	} {
		for how, r := range map[string]io.Reader{"whole": strings.NewReader(c.text), "byte by byte": iotest.OneByteReader(strings.NewReader(c.text))} {
			got, err := documentsOf(t, r)
			if !slices.Equal(got, c.want) {
				t.Errorf("%s, %s: %q, want %q", c.name, how, got, c.want)
			}
			var fe *contrechamp.FileError
			if c.fails == "" && err != nil || c.fails != "" && (!errors.As(err, &fe) || !strings.Contains(err.Error(), c.fails)) {
				t.Errorf("%s, %s: error %v, want %q", c.name, how, err, c.fails)
			}
		}
	}
}

func TestLongDocument(t *testing.T) {
	size := int64(100 << 20)
	for _, form := range [][2]string{{"[{\"a\":1},{\"a\":\"", "\"},{\"a\":2}]"}, {"{\"a\":1}\n{\"a\":\"", "\"}\n{\"a\":2}\n"}, {"{\"data\":[{\"a\":1},{\"a\":\"", "\"},{\"a\":2}]}"}} {
		got, err := documentsOf(t, io.MultiReader(strings.NewReader(form[0]), io.LimitReader(letters{}, size), strings.NewReader(form[1])))
		if want := []string{`1: {"a":1}`, "2! too-long", `3: {"a":2}`}; err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %.200q (%v), want %q", form[0], got, err, want)
		}
		size = contrechamp.MaxRow + 1
	}
}
