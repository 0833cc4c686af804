package find

import "context"

// Home is the front page: the state of the store and its most striking facts.
type Home struct {
	State        State          `json:"state"`
	Narrow       *BoxUse        `json:"narrowest_box,omitempty"`
	ManyBox      *AdRow         `json:"text_for_most_boxes,omitempty"`
	ManyBoxCount int            `json:"boxes_of_that_text,omitempty"`
	Contrast     *Contrast      `json:"two_of_those_boxes,omitempty"`
	HiddenMoney  []Sum          `json:"money_of_partly_undisclosed"`
	Shut         *Shut          `json:"most_exclusions,omitempty"`
	Below        *AdRow         `json:"estimate_far_below_box,omitempty"`
	BelowCount   int            `json:"ads_with_estimate_under_a_fifth"`
	BelowOf      int            `json:"ads_with_estimate_and_size"`
	Weeks        []ArchiveWeeks `json:"weeks"`
	Gaps         []Gap          `json:"gaps"`
	Compared     int            `json:"series_compared"` // series with two copies: only of these is known what is gone
}

// Shut is the advertiser whose ads exclude most.
type Shut struct {
	Advertiser AdvertiserUse `json:"advertiser"`
	Excluding  int           `json:"excluding"`
	Facts      []FactUse     `json:"facts"`
}

// Home answers with the facts of the front page, each chosen by formula; ties
// go to the newer ad.
func (f *Finder) Home(ctx context.Context) (*Home, error) {
	c, err := f.table(ctx)
	if err != nil {
		return nil, err
	}
	c.homeOnce.once.Do(func() { c.homeOnce.value, c.homeOnce.err = f.home(context.WithoutCancel(ctx), c) })
	return c.homeOnce.value, c.homeOnce.err
}

// home is worked out once a state of the store.
func (f *Finder) home(ctx context.Context, c *columns) (*Home, error) {
	h := &Home{State: c.state}
	hidden := sums{}
	for p := range c.num {
		if c.boxes.list[c.box[p]].hidden {
			hidden.add(c, int32(p))
		}
	}
	h.HiddenMoney = hidden.list()
	h.Weeks, h.Gaps = c.archiveWeeks()
	err := f.store.Each(ctx, "SeriesWithCopies", func(func(...any) error) error { h.Compared++; return nil })
	if err != nil {
		return nil, err
	}
	h.Narrow = c.narrowest()
	var at []int32
	most, boxes := c.mostBoxes()
	if boxes > 1 {
		at, h.ManyBoxCount = append(at, most), boxes
		h.Contrast = c.contrast(c.group[most])
	}
	below, n, of := c.farBelow()
	h.BelowCount, h.BelowOf = n, of
	if n > 0 {
		at = append(at, below)
	}
	rows, err := f.rows(ctx, c, at)
	if err != nil {
		return nil, err
	}
	if boxes > 1 {
		h.ManyBox, rows = &rows[0], rows[1:]
	}
	if n > 0 {
		h.Below = &rows[0]
	}
	h.Shut = c.mostShut()
	return h, nil
}

// narrowest is the sized box with the fewest people at most.
func (c *columns) narrowest() *BoxUse {
	best := int32(-1)
	for p := range c.num {
		b := c.box[p]
		if hi := c.boxes.list[b].sizeHi; hi >= 0 && (best < 0 || hi < c.boxes.list[best].sizeHi) {
			best = b
		}
	}
	if best < 0 {
		return nil
	}
	uses, _ := c.boxUses(c.where(func(p int) bool { return c.box[p] == best }), 1)
	return &uses[0]
}

// mostBoxes is the newest ad of the words that ran for most boxes.
func (c *columns) mostBoxes() (position int32, boxes int) {
	type pair struct{ group, box int32 }
	seen := map[pair]bool{}
	count := make([]int, c.groups)
	first := make([]int32, c.groups)
	for p := len(c.num) - 1; p >= 0; p-- {
		if c.text[p] < 0 {
			continue
		}
		g := c.group[p]
		first[g] = int32(p)
		if k := (pair{g, c.box[p]}); !seen[k] {
			seen[k] = true
			count[g]++
		}
	}
	for g, n := range count {
		if n > boxes || n == boxes && n > 0 && first[g] < position {
			position, boxes = first[g], n
		}
	}
	return position, boxes
}

// mostShut is the advertiser with most ads that exclude somebody.
func (c *columns) mostShut() *Shut {
	sel := c.whereBox(func(b *box) bool { return b.exclusions > 0 })
	uses := c.advertiserUses(sel)
	if len(uses) == 0 {
		return nil
	}
	s := &Shut{Advertiser: uses[0], Excluding: uses[0].Ads}
	own := c.where(func(p int) bool { return c.advertisers[c.advertiser[p]].id == uses[0].ID })
	own = own.and(sel)
	s.Facts = c.factUses(own, true)
	s.Facts = s.Facts[:min(8, len(s.Facts))]
	return s
}

// farBelow counts the ads whose platform estimate lies under a fifth of the
// published box, among those that have both, and picks the one where the gap
// is widest; ties go to the newer ad.
func (c *columns) farBelow() (position int32, n, of int) {
	widest := 0.0
	for p, hi := range c.estimate {
		lo := c.boxes.list[c.box[p]].sizeLo
		if hi < 0 || lo < 0 || c.boxes.list[c.box[p]].sizeHi < 0 {
			continue
		}
		of++
		if hi >= lo/5 {
			continue
		}
		n++
		if gap := float64(lo) / float64(max(hi, 1)); gap > widest {
			position, widest = int32(p), gap
		}
	}
	return position, n, of
}
