package web

import (
	"context"

	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/find"
	"github.com/contrechamp/contrechamp/say"
)

// dictionaryPage is the dictionary in the reader's language, with the meaning
// of every word that rows carry.
type dictionaryPage struct {
	find.Dictionary
	Words []wordList `json:"words"`
}

// wordList are words of a kind: the message "words-ID" is their head.
type wordList struct {
	ID   string `json:"id"`
	Rows []word `json:"rows"`
}

type word struct {
	Archive string `json:"archive,omitempty"` // "" for those of all
	Word    string `json:"word"`
	Meaning string `json:"meaning"`
}

func getDictionary(ctx context.Context, r *request) (any, error) {
	if err := r.only(); err != nil {
		return nil, err
	}
	return newDictionary(r.lang), nil
}

func newDictionary(l say.Lang) dictionaryPage {
	d := find.ReadDictionary()
	filters := make([]find.FilterKey, len(d.Filters))
	for i, k := range d.Filters {
		filters[i] = find.FilterKey{Name: k.Name, Takes: l.From(k.Takes), Help: l.From(k.Help)}
	}
	d.Filters = filters
	for i := range d.Tables {
		t := &d.Tables[i]
		t.Meaning = l.From(t.Meaning)
		for j := range t.Columns {
			t.Columns[j].Meaning = l.From(t.Columns[j].Meaning)
		}
	}
	listed := func(id, prefix string, words []string) wordList {
		list := wordList{ID: id}
		for _, w := range words {
			list.Rows = append(list.Rows, word{Word: w, Meaning: l.T(prefix + w)})
		}
		return list
	}
	ruled := func(id string, words []archive.Word) wordList {
		list := wordList{ID: id}
		for _, w := range words {
			list.Rows = append(list.Rows, word{Archive: w.Archive, Word: w.Word, Meaning: w.In(string(l))})
		}
		return list
	}
	return dictionaryPage{d, []wordList{
		listed("facts", "kind-", d.Facts),
		listed("remarks", "remark-", d.Remarks),
		listed("rejects", "reason-", d.Rejects),
		listed("tallies", "tally-", d.Tallies),
		ruled("repairs", archive.RepairRules),
		ruled("marks", archive.Marks),
	}}
}

// Table is every column of every table.
func (p dictionaryPage) Table() ([]string, [][]string) {
	var rows [][]string
	for _, t := range p.Tables {
		for _, c := range t.Columns {
			rows = append(rows, []string{t.Name, t.Meaning, c.Name, c.Type, c.Meaning})
		}
	}
	return []string{"table", "table_meaning", "column", "type", "meaning"}, rows
}
