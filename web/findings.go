package web

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"time"

	"github.com/contrechamp/contrechamp/finding"
)

// findingsPage lists what was kept from this store.
type findingsPage struct {
	Rows []findingRow `json:"rows"`
}

type findingRow struct {
	ID       string `json:"id"`
	Question string `json:"question,omitempty"`
	Kept     string `json:"kept,omitempty"`
	Wrong    string `json:"wrong,omitempty"` // why it cannot be shown
}

// Table is the list as CSV.
func (p findingsPage) Table() (header []string, rows [][]string) {
	for _, r := range p.Rows {
		rows = append(rows, []string{r.ID, r.Question, r.Kept, r.Wrong})
	}
	return []string{"id", "question", "kept", "wrong"}, rows
}

func getFindings(_ context.Context, r *request) (any, error) {
	if err := r.only(); err != nil {
		return nil, err
	}
	list, err := r.site.Findings.List()
	if err != nil {
		return nil, err
	}
	p := findingsPage{Rows: []findingRow{}}
	for _, l := range list {
		row := findingRow{ID: l.ID}
		if l.Wrong != nil {
			row.Wrong = r.lang.Err(l.Wrong)
		} else {
			row.Question, row.Kept = l.Signed.Question, l.Signed.Kept.Format(time.DateOnly)
		}
		p.Rows = append(p.Rows, row)
	}
	return p, nil
}

// findingPage is one kept finding.
type findingPage struct {
	*finding.Signed
	Full   json.RawMessage `json:"answer"`
	Header []string        `json:"-"` // of the table's first rows
	First  [][]string      `json:"-"`
	Rows   int             `json:"-"` // all of the table
}

// rowsOfFinding is how many rows of a kept table its page shows.
const rowsOfFinding = 20

func getFinding(_ context.Context, r *request) (any, error) {
	if err := r.only(); err != nil {
		return nil, err
	}
	s, err := r.site.Findings.Get(r.id)
	if err != nil {
		return nil, err
	}
	p := findingPage{Signed: s, Full: s.Answer}
	if s.Table != nil {
		all, err := csv.NewReader(bytes.NewReader(s.Table)).ReadAll()
		if err == nil && len(all) > 0 {
			p.Header, p.Rows = all[0], len(all)-1
			p.First = all[1:min(len(all), rowsOfFinding+1)]
		}
	}
	return p, nil
}

// Day is the day on which it was kept.
func (p findingPage) Day() string { return p.Kept.Format(time.DateOnly) }

// serveBundle hands out the bundle of a kept finding.
func (s *Site) serveBundle(w http.ResponseWriter, r *http.Request) {
	path, err := s.Findings.Path(r.PathValue("id"))
	if err != nil {
		http.Error(w, "error: "+err.Error(), statusOf(err))
		return
	}
	w.Header().Set("Content-Type", "application/zip")
	w.Header().Set("Content-Disposition", `attachment; filename="contrechamp-`+r.PathValue("id")+`.zip"`)
	http.ServeFile(w, r, path)
}
