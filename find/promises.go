package find

import (
	"cmp"
	"context"
	"slices"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/promise"
	"github.com/contrechamp/contrechamp/topic"
)

// Promises are what one advertiser promised to which of its boxes (package
// promise). What stands in no ad to a box may have been said elsewhere.
type Promises struct {
	Asked   Speech       `json:"-"`
	Speaker Speaker      `json:"advertiser"`
	Texts   int          `json:"texts"`
	Boxes   []PromiseBox `json:"boxes"`
	Hidden  int          `json:"more_boxes,omitempty"` // columns that are left out
	Rows    []PromiseRow `json:"rows"`
	Aims    int          `json:"aims"` // rows of the form aim: wanted or demanded, no promise
}

// PromiseBox is a column.
type PromiseBox struct {
	Box   Box `json:"box"`
	Texts int `json:"texts"`
}

// PromiseRow is one promise, in its most frequent wording.
type PromiseRow struct {
	Form     promise.Form     `json:"form"`
	Topics   []topic.Code     `json:"topics"`
	Words    string           `json:"words"`
	Wordings int              `json:"wordings"`
	Texts    int              `json:"texts"`
	Ad       contrechamp.AdID `json:"ad"`    // the newest with that wording
	Boxes    int              `json:"boxes"` // that were given it
	Cells    []promise.Cell   `json:"cells"` // one a box of the answer
}

// promiseBoxes is how many boxes the table has at most.
const promiseBoxes = 12

// Promises answers a question about an advertiser's words with its promises by
// box.
func (f *Finder) Promises(ctx context.Context, q Speech) (*Promises, error) {
	s, err := f.speak(ctx, q)
	if err != nil {
		return nil, err
	}
	byText := s.byText()
	var texts []promise.Text
	count := map[int]int{}
	for _, id := range byText.ids {
		t := s.texts[id]
		boxes := byText.boxes(id)
		for _, b := range boxes {
			count[b]++
		}
		texts = append(texts, promise.Text{ID: int64(id), Body: t.body, Lang: cmp.Or(t.lang, s.lang), Boxes: boxes})
	}
	table, err := promise.Tabulate(ctx, texts)
	if err != nil {
		return nil, err
	}
	out := &Promises{Asked: q, Speaker: s.speaker, Texts: len(texts), Boxes: []PromiseBox{}, Rows: []PromiseRow{}}
	shown := min(promiseBoxes, len(table.Boxes))
	out.Hidden = len(table.Boxes) - shown
	for _, b := range table.Boxes[:shown] {
		out.Boxes = append(out.Boxes, PromiseBox{s.c.public(int32(b)), count[b]})
	}
	var newest []engine.Number
	about := topic.Choose(q.Topic).Code
	for _, r := range table.Rows {
		if about != 0 && !slices.Contains(r.Topics, about) {
			continue // another sentence of the text speaks of it
		}
		row := PromiseRow{Form: r.Form, Topics: r.Topics, Words: s.texts[int32(r.Text)].body[r.From:r.To], Wordings: r.Wordings, Texts: len(r.Texts), Cells: r.Cells[:shown]}
		if row.Topics == nil {
			row.Topics = []topic.Code{}
		}
		for _, c := range r.Cells {
			if c == promise.Given {
				row.Boxes++
			}
		}
		if r.Form == promise.Aim {
			out.Aims++
		}
		newest = append(newest, byText.ads[int32(r.Text)][0].Number)
		out.Rows = append(out.Rows, row)
	}
	rows, err := f.rows(ctx, s.c, newest)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		out.Rows[i].Ad = rows[i].ID
	}
	return out, nil
}
