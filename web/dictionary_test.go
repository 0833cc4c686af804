package web

import (
	"slices"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/population"
	"github.com/contrechamp/contrechamp/say"
)

// sameInFrench are meanings that are words of the program itself.
var sameInFrench = []string{"", "UTC", "EXPR", "CODE", "CODE|CODE", "DATE", "advertiser.num", "population_file.id", strings.Join(archive.Names(), ", "), "ID",
	"overlaps|accepts|may", "100|1000|10000", "gone|changed", "yes|no"}

// TestDictionaryIsFrenchToo: every meaning of the dictionary has its French.
func TestDictionaryIsFrenchToo(t *testing.T) {
	fr, en := newDictionary(say.FR), newDictionary(say.EN)
	told := func(where, french, english string) {
		if french == english && !slices.Contains(sameInFrench, english) {
			t.Errorf("%s: no French in say/french/dictionary.json for %q", where, english)
		}
	}
	for i, k := range en.Filters {
		told("filter "+k.Name, fr.Filters[i].Help, k.Help)
		told("filter "+k.Name, fr.Filters[i].Takes, k.Takes)
	}
	for i, table := range en.Tables {
		told(table.Name, fr.Tables[i].Meaning, table.Meaning)
		for j, c := range table.Columns {
			told(table.Name+"."+c.Name, fr.Tables[i].Columns[j].Meaning, c.Meaning)
		}
	}
	for _, d := range []dictionaryPage{fr, en} {
		for _, list := range d.Words {
			if len(list.Rows) == 0 {
				t.Errorf("no words of %s", list.ID)
			}
			for _, w := range list.Rows {
				if w.Meaning == "" || strings.HasPrefix(w.Meaning, "[") {
					t.Errorf("%s %s has no meaning: %q", list.ID, w.Word, w.Meaning)
				}
			}
		}
	}
	for _, f := range population.Formats {
		for _, l := range say.Langs {
			if s := peopleTable(l, f.Name); strings.HasPrefix(s, "[") {
				t.Errorf("no words in %s for tables of %s", l, f.Name)
			}
		}
	}
}
