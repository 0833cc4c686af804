package parquet

import (
	"bytes"
	"database/sql"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2" // another writer of Parquet than the library that reads it here
)

// written is a file that DuckDB writes of a query.
func written(t testing.TB, query string) []byte {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	path := filepath.Join(t.TempDir(), "a.parquet")
	if _, err := db.Exec("COPY (" + query + ") TO '" + path + "' (FORMAT parquet)"); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func read(b []byte) (string, error) {
	r, err := Lines(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return "", err
	}
	out, err := io.ReadAll(r)
	return string(out), err
}

// TestLines holds the JSON of every kind of column against what was written.
func TestLines(t *testing.T) {
	for name, x := range map[string]struct{ query, want string }{
		"plain": {`select 7::bigint as id, 'Lac "SA"' as name, true as on_, 1.5::double as x, 2::float as y, 100::utinyint as n`,
			`{"id":7,"name":"Lac \"SA\"","on_":true,"x":1.5,"y":2,"n":100}`},
		"ids keep their digits": {`select 742127941466854123::bigint as id, 18446744073709551615::ubigint as big`,
			`{"id":742127941466854123,"big":18446744073709551615}`},
		"nulls and no numbers": {`select null::varchar as a, 'nan'::double as b, 1 as c`, `{"c":1}`},
		"days and times": {`select date '2024-05-02' as d, timestamp '2024-05-02 18:30:00' as t, timestamp '2024-05-02 00:00:00' as m, timestamp_ms '1969-12-31 23:59:59' as e`,
			`{"d":"2024-05-02","t":"2024-05-02T18:30:00Z","m":"2024-05-02","e":"1969-12-31T23:59:59Z"}`},
		"decimals": {`select 100.50::decimal(9,2) as a, -0.07::decimal(18,2) as b, -12345678901234567890.5::decimal(38,1) as c`,
			`{"a":100.50,"b":-0.07,"c":-12345678901234567890.5}`},
		// Their first bytes have the sign; the second bytes would tell the opposite.
		"great decimals": {`select -99500000000000000000000000000000000000::decimal(38,0) as a, 99500000000000000000000000000000000000::decimal(38,0) as b`,
			`{"a":-99500000000000000000000000000000000000,"b":99500000000000000000000000000000000000}`},
		"lists": {`select * from (values (['a', null, 'b']), ([]), (null), ([null])) v(l)`,
			`{"l":["a",null,"b"]}` + "\n" + `{"l":[]}` + "\n" + `{}` + "\n" + `{"l":[null]}`},
		"lists of lists": {`select [[1, 2], [], null, [3]] as l, 9 as z`, `{"l":[[1,2],[],null,[3]],"z":9}`},
		"groups": {`select {'lower_bound': '100', 'upper_bound': null} as spend, {'a': {'b': [1]}} as deep`,
			`{"spend":{"lower_bound":"100"},"deep":{"a":{"b":[1]}}}`},
		"a list of groups": {`select [{'age': '25-34', 'share': 0.6::double}, {'age': '65+', 'share': null}] as who, 'x' as after`,
			`{"who":[{"age":"25-34","share":0.6},{"age":"65+"}],"after":"x"}`},
		"a list of groups of one": {`select [{'age': 'a'}, {'age': 'b'}] as who`, `{"who":[{"age":"a"},{"age":"b"}]}`},
		"a map":                   {`select map {'FR': [1, 2], 'DE': null} as m`, `{"m":{"FR":[1,2],"DE":null}}`},
		"words again and again":   {`select 'w' || (i % 2) as w from range(3) r(i)`, `{"w":"w0"}` + "\n" + `{"w":"w1"}` + "\n" + `{"w":"w0"}`},
	} {
		got, err := read(written(t, x.query))
		if err != nil || strings.TrimSuffix(got, "\n") != x.want {
			t.Errorf("%s:\n%s\n%v, want\n%s", name, got, err, x.want)
		}
	}
}

// TestManyRows: rows of several groups come whole and in order.
func TestManyRows(t *testing.T) {
	got, err := read(written(t, `select i, [i, i + 1] as l from range(300000) r(i)`))
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSuffix(got, "\n"), "\n")
	if len(rows) != 300_000 || rows[0] != `{"i":0,"l":[0,1]}` || rows[299_999] != `{"i":299999,"l":[299999,300000]}` {
		t.Errorf("%d rows, from %s to %s", len(rows), rows[0], rows[len(rows)-1])
	}
}

func TestDamaged(t *testing.T) {
	b := written(t, `select i, 'text ' || i as s from range(1000) r(i)`)
	long := bytes.Clone(b)
	copy(long[len(long)-8:], "\xff\xff\xff\x7f")
	for name, x := range map[string][]byte{"cut": b[:len(b)/2], "short": []byte("PAR1PAR1"), "a footer longer than the file": long} {
		if out, err := read(x); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %d bytes, %v; want ErrDamaged", name, len(out), err)
		}
	}
}

// FuzzLines: whatever is changed in a file, reading ends without panic.
func FuzzLines(f *testing.F) {
	f.Add(written(f, `select 1 as a, [{'x': 'y'}] as l, date '2024-05-02' as d`), uint16(40), byte(1))
	f.Add(written(f, `select map {'a': 1.5} as m, timestamp '2024-05-02 01:00:00' as t`), uint16(9), byte(255))
	f.Fuzz(func(t *testing.T, b []byte, at uint16, by byte) {
		if len(b) > 0 {
			b = bytes.Clone(b)
			b[int(at)%len(b)] ^= by
		}
		if len(b) < 1<<16 {
			_, _ = read(b) // an error or not
		}
	})
}
