package archive

import (
	"testing"

	"github.com/contrechamp/contrechamp"
)

// TestRulesAreListed: no ad carries a word that is not explained, and no word
// is explained twice or in one language only.
func TestRulesAreListed(t *testing.T) {
	listed := func(words []Word) map[string]bool {
		m := map[string]bool{}
		for _, w := range words {
			k := w.Archive + " " + w.Word
			if m[k] || w.En == "" || w.Fr == "" {
				t.Errorf("%s: twice, or not in both languages", k)
			}
			m[k] = true
		}
		return m
	}
	rules, marks := listed(RepairRules), listed(Marks)
	check := func(name string, a *contrechamp.Ad) {
		for _, r := range a.Repairs {
			if !rules[name+" "+r.Rule] {
				t.Errorf("%s: the rule %q is not in RepairRules", a.ID, r.Rule)
			}
		}
		for _, m := range a.Marks {
			if !marks[name+" "+m] {
				t.Errorf("%s: the mark %q is not in Marks", a.ID, m)
			}
		}
	}
	for _, name := range Names() {
		for _, p := range excerpts(t, name) {
			for _, a := range openPath(t, name, p).ads {
				check(name, a)
			}
		}
	}
}

// TestIRARulesAreListed is the same over the real files.
func TestIRARulesAreListed(t *testing.T) {
	unused := map[string]bool{}
	for _, w := range RepairRules {
		if w.Archive == "ira" {
			unused[w.Word] = true
		}
	}
	for _, k := range []*kept{realTSV(t), realJSONL(t)} {
		for _, a := range k.ads {
			for _, r := range a.Repairs {
				delete(unused, r.Rule)
			}
		}
	}
	for rule := range unused {
		t.Errorf("no real row needs the rule %q", rule)
	}
}
