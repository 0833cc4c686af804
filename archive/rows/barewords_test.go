package rows

import (
	"bytes"
	"encoding/json"
	"io"
	"testing"
	"testing/iotest"
)

func TestWithoutBareWords(t *testing.T) {
	for in, want := range map[string]string{
		`{"a":NaN,"b":-Infinity,"c":Infinity}`: `{"a":null,"b":null,"c":null}`,
		`{"NaN":"NaN, Infinity"}`:              `{"NaN":"NaN, Infinity"}`,
		`["\"NaN",NaN,-5,"-Infinity"]`:         `["\"NaN",null,-5,"-Infinity"]`,
		`[xNaN]`:                               `[xNaN]`,
		`NaN`:                                  `null`,
		`[-1,-N]`:                              `[-1,-N]`,
	} {
		if got := WithoutBareWords([]byte(in)); string(got) != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
		for _, r := range []io.Reader{bytes.NewReader([]byte(in)), iotest.OneByteReader(bytes.NewReader([]byte(in)))} {
			got, err := io.ReadAll(&withoutBareWords{r: r})
			if err != nil || string(got) != want {
				t.Errorf("%s as a stream: %s, %v, want %s", in, got, err, want)
			}
		}
	}
}

// FuzzWithoutBareWords: what is JSON stays as it is, and a stream in any pieces
// gives what the whole does.
func FuzzWithoutBareWords(f *testing.F) {
	f.Add([]byte(`{"a":[NaN,"NaN\\",-Infinity]}`))
	f.Fuzz(func(t *testing.T, in []byte) {
		whole := WithoutBareWords(in)
		if json.Valid(in) && !bytes.Equal(whole, in) {
			t.Errorf("%q becomes %q", in, whole)
		}
		stream, err := io.ReadAll(&withoutBareWords{r: iotest.HalfReader(bytes.NewReader(in))})
		if err != nil || !bytes.Equal(stream, whole) {
			t.Errorf("%q as a stream: %q, %v, want %q", in, stream, err, whole)
		}
	})
}
