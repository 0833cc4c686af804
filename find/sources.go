package find

import (
	"context"
	"fmt"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/filter"
	"github.com/contrechamp/contrechamp/store"
)

// Sources is what is in a store and what is missing.
type Sources struct {
	Rows     []SourceRow    `json:"rows"`
	Invented bool           `json:"invented"` // some source is of an election that never happened
	Mixed    bool           `json:"mixed"`    // and some is not
	Reasons  []ReasonCount  `json:"reject_reasons"`
	Rejects  []RejectRow    `json:"rejects"` // the first of them
	Remarks  []ReasonCount  `json:"remarks"`
	Repairs  []ReasonCount  `json:"repairs"`
	Unread   []UnreadRow    `json:"unread"` // what the copies hold and the program does not read
	Gaps     []Gap          `json:"gaps"`
	Weeks    []ArchiveWeeks `json:"weeks"`
	Differ   *Differences   `json:"differences"` // between extractions of the same ads: the first of them

	Populations []PopulationSource `json:"populations"`
	Quality     []Quality          `json:"size_quality"` // sizes beside the platforms' own estimates
}

// SourceRow is one copy of an archive.
type SourceRow struct {
	ID       int64  `json:"id"`
	Archive  string `json:"archive"`
	Series   string `json:"series"`
	Name     string `json:"name"`
	SHA256   string `json:"sha256"`
	Bytes    int64  `json:"bytes"`
	From     string `json:"from,omitempty"`
	To       string `json:"to,omitempty"`
	ReadAt   string `json:"read_at"`
	Invented bool   `json:"invented,omitempty"`
	Rows     int64  `json:"rows"`
	Ads      int64  `json:"ads"`
	Tallies  int64  `json:"tallies"`
	Repeated int64  `json:"repeated"`
	Rejected int64  `json:"rejected"`
	Remarked int64  `json:"remarked"`
	Repaired int64  `json:"repaired"`
}

// UnreadRow is a column, or a name in JSON, that is not read.
type UnreadRow struct {
	Source  int64  `json:"source"`
	Name    string `json:"name"` // the source's
	Archive string `json:"archive"`
	File    string `json:"file"`
	Field   string `json:"field"`
	Filled  int64  `json:"filled"` // cells that hold something
}

// ReasonCount counts rows by a word: a reason, a remark, a repair rule.
type ReasonCount struct {
	Archive string `json:"archive"`
	Reason  string `json:"reason"`
	Count   int64  `json:"count"`
}

// RejectRow is a row that could not be read.
type RejectRow struct {
	Source int64                `json:"source"`
	Name   string               `json:"name"` // the source's
	File   string               `json:"file"`
	Line   int64                `json:"line"`
	ID     string               `json:"id,omitempty"`
	Reason string               `json:"reason"`
	Detail contrechamp.Sentence `json:"detail"`
}

// Gap is a run of weeks inside an archive's window without any ad.
type Gap struct {
	Archive string `json:"archive"`
	From    string `json:"from"`
	To      string `json:"to"`
	Weeks   int    `json:"weeks"`
}

// ArchiveWeeks counts the ads of an archive by the week in which they began.
type ArchiveWeeks struct {
	Archive string `json:"archive"`
	Ads     int    `json:"ads"`
	Weeks   []Week `json:"weeks"`
}

// rejectsShown is how many rejected rows the answer lists.
const rejectsShown = 200

// differencesOnSources is how many differences the answer lists.
const differencesOnSources = 10

// Sources answers with every copy in the store, what was odd and what is missing.
func (f *Finder) Sources(ctx context.Context) (*Sources, error) {
	c, err := f.version(ctx)
	if err != nil {
		return nil, err
	}
	out := &Sources{Rows: []SourceRow{}, Rejects: []RejectRow{}, Reasons: []ReasonCount{}, Remarks: []ReasonCount{}, Repairs: []ReasonCount{}, Gaps: []Gap{}}
	real := false
	err = f.store.Each(ctx, "SourcesRead", func(scan func(...any) error) error {
		var s SourceRow
		err := scan(&s.ID, &s.Archive, &s.Series, &s.Name, &s.SHA256, &s.Bytes, &s.From, &s.To, &s.ReadAt, &s.Invented,
			&s.Rows, &s.Ads, &s.Tallies, &s.Repeated, &s.Rejected, &s.Remarked, &s.Repaired)
		out.Rows = append(out.Rows, s)
		out.Invented, real = out.Invented || s.Invented, real || !s.Invented
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("sources: %w", err)
	}
	out.Mixed = out.Invented && real
	err = f.store.Each(ctx, "Rejects", func(scan func(...any) error) error {
		var r RejectRow
		var english string
		err := scan(&r.Source, &r.Name, &r.File, &r.Line, &r.ID, &r.Reason, &english, (*said)(&r.Detail))
		if r.Detail.English == "" {
			r.Detail.English = english // it has no blanks
		}
		out.Rejects = append(out.Rejects, r)
		return err
	}, rejectsShown)
	if err != nil {
		return nil, fmt.Errorf("rejects: %w", err)
	}
	for name, to := range map[string]*[]ReasonCount{"RejectReasons": &out.Reasons, "RemarkKinds": &out.Remarks, "RepairRules": &out.Repairs} {
		err := f.store.Each(ctx, name, func(scan func(...any) error) error {
			var r ReasonCount
			err := scan(&r.Archive, &r.Reason, &r.Count)
			*to = append(*to, r)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	out.Unread = []UnreadRow{}
	err = f.store.Each(ctx, "Unread", func(scan func(...any) error) error {
		var r UnreadRow
		err := scan(&r.Source, &r.Name, &r.Archive, &r.File, &r.Field, &r.Filled)
		out.Unread = append(out.Unread, r)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("what is not read: %w", err)
	}
	if out.Weeks, out.Gaps, err = c.archiveWeeks(ctx); err != nil {
		return nil, err
	}
	if out.Differ, err = f.Differences(ctx, "", filter.Filter{Limit: differencesOnSources}); err != nil {
		return nil, err
	}
	if out.Populations, err = f.Populations(ctx); err != nil {
		return nil, err
	}
	out.Quality, err = c.quality.Of(func() ([]Quality, error) { return f.Quality(context.WithoutCancel(ctx), filter.Filter{}) })
	if err != nil {
		return nil, fmt.Errorf("quality of sizes: %w", err)
	}
	return out, nil
}

// archiveWeeks counts ads by archive and week and finds the empty weeks
// between an archive's first and last ad.
func (c *version) archiveWeeks(ctx context.Context) ([]ArchiveWeeks, []Gap, error) {
	all, err := c.Count(ctx, nil)
	if err != nil {
		return nil, nil, err
	}
	ads := make([]int, len(c.small.Words.List))
	for i, n := range all.Settings {
		ads[c.small.Settings[i].Archive] += int(n)
	}
	var out []ArchiveWeeks
	gaps := []Gap{}
	for code, w := range c.small.Words.List {
		n := ads[code]
		if n == 0 {
			continue
		}
		sel, err := c.Select(ctx, []engine.Condition{engine.Is(engine.Archive, int32(code))})
		if err != nil {
			return nil, nil, err
		}
		weeks, err := c.weeks(ctx, sel, "")
		if err != nil {
			return nil, nil, err
		}
		out = append(out, ArchiveWeeks{Archive: w, Ads: n, Weeks: weeks})
		for i := 0; i < len(weeks); i++ {
			j := i
			for j < len(weeks) && weeks[j].Ads == 0 {
				j++
			}
			if j > i {
				gaps = append(gaps, Gap{Archive: w, From: weeks[i].Monday, To: isoDay(dayOf(weeks[j-1].Monday) + 6), Weeks: j - i})
				i = j
			}
		}
	}
	return out, gaps, nil
}

// State is what every page says of the store.
type State struct {
	Ads, Advertisers, Messages, Boxes int
	Invented, Mixed                   bool
	Fresh                             string // day of the newest copy
	From, To                          string // days on which the first and the last ad began
	Hidden                            int    // ads whose box is tables.Partly undisclosed
	Money                             []Sum
	NoMoney, NoText, Gone             int
	Rejected                          int64
	Told                              int          // advertisers of whom archives state money or counts in rows that are no ads
	OnlyTold                          int          // of these, those of whom no ad is here
	Stated                            []StatedKind // the money of such rows
}

// State answers with a line on the store as a whole.
func (f *Finder) State(ctx context.Context) (State, error) {
	c, err := f.version(ctx)
	if err != nil {
		return State{}, err
	}
	return f.stateOf(ctx, c)
}

func (f *Finder) stateOf(ctx context.Context, c *version) (State, error) {
	return c.state.Of(func() (State, error) { return f.overview(context.WithoutCancel(ctx), c) })
}

// overview says what the store holds as a whole.
func (f *Finder) overview(ctx context.Context, c *version) (State, error) {
	everything, err := f.summary(ctx, c, filter.Filter{})
	if err != nil {
		return State{}, err
	}
	n, err := c.Count(ctx, nil)
	if err != nil {
		return State{}, err
	}
	s := State{Ads: n.Ads, Messages: n.Messages, Boxes: len(c.small.Boxes.List), Money: everything.money, NoMoney: withoutMoney(n.Ads, everything.money), From: isoDay(everything.from), To: isoDay(everything.to)}
	for _, ads := range n.Advertisers {
		if ads > 0 {
			s.Advertisers++
		}
	}
	for b, ads := range n.Boxes {
		if c.small.Boxes.List[b].Hidden {
			s.Hidden += int(ads)
		}
	}
	for to, condition := range map[*int]engine.Condition{&s.NoText: engine.Is(engine.HasText, 0), &s.Gone: engine.Is(engine.IsGone, 1)} {
		sel, err := c.Select(ctx, []engine.Condition{condition})
		if err != nil {
			return s, err
		}
		if *to, err = c.ads(ctx, sel); err != nil {
			return s, err
		}
	}
	t, err := f.tallied(ctx, c)
	if err != nil {
		return s, err
	}
	s.Told, s.OnlyTold = t.advertisers(c.small.Advertisers, n.Advertisers)
	s.Stated = c.statedKinds(t)
	_, err = store.One(ctx, f.store, "Overview", []any{&s.Invented, &s.Mixed, &s.Fresh, &s.Rejected})
	return s, err
}
