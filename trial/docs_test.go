package trial

import (
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// docs/experiments.md names every key of a description and none other, and its
// example holds.
func TestDocs(t *testing.T) {
	b, err := os.ReadFile("../docs/experiments.md")
	if err != nil {
		t.Fatal(err)
	}
	doc := string(b)
	table := doc[strings.Index(doc, "| key |"):]
	table = table[:strings.Index(table, "\n\n")]
	named := map[string]bool{}
	for _, line := range strings.Split(table, "\n")[2:] {
		for _, m := range regexp.MustCompile("`([a-z_]+)`").FindAllStringSubmatch(strings.Split(line, "|")[1], -1) {
			named[m[1]] = true
		}
	}
	typ := reflect.TypeOf(Description{})
	for i := range typ.NumField() {
		key, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
		if !named[key] {
			t.Errorf("docs/experiments.md does not explain %q", key)
		}
		delete(named, key)
	}
	for k := range named {
		t.Errorf("docs/experiments.md explains %q, which is no key", k)
	}
	example := doc[strings.Index(doc, "```json")+7:]
	if _, err := ParseDescription([]byte(example[:strings.Index(example, "```")])); err != nil {
		t.Errorf("the example: %v", err)
	}
	for _, n := range Known() {
		if !strings.Contains(doc, "`"+n+"`") {
			t.Errorf("docs/experiments.md does not name %s", n)
		}
	}
	if !json.Valid(InventedDescription()) {
		t.Error("the built-in description is no JSON")
	}
}

// The built-in example is exactly what its description says.
func TestInventedIsFixed(t *testing.T) {
	a, b := InventedCSV(), InventedCSV()
	if string(a) != string(b) || len(strings.Split(string(a), "\n")) < 3900 {
		t.Errorf("%d bytes, the same twice: %v", len(a), string(a) == string(b))
	}
}
