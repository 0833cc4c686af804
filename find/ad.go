package find

import (
	"context"
	"fmt"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/engine"
	"github.com/contrechamp/contrechamp/store"
)

// WholeAd is everything that the store knows of one ad.
type WholeAd struct {
	AdRow
	Texts     []contrechamp.Text   `json:"texts"`
	Links     []string             `json:"links,omitempty"`
	Platforms string               `json:"platforms,omitempty"`
	Context   string               `json:"context,omitempty"` // where it was to be shown: not part of the box
	Marks     []string             `json:"marks,omitempty"`
	Other     *OtherReading        `json:"other_reading,omitempty"`
	Created   string               `json:"created,omitempty"`
	Reached   contrechamp.Range    `json:"reached"`
	Delivered []contrechamp.Band   `json:"delivered,omitempty"`
	Aimed     []contrechamp.Band   `json:"aimed,omitempty"` // the box by the same ages and genders, as shares of it
	Remarks   []contrechamp.Remark `json:"remarks,omitempty"`
	Repairs   []contrechamp.Repair `json:"repairs,omitempty"`
	Copies    []Copy               `json:"copies"`
	SameBox   int                  `json:"same_box"`                        // ads that publish the same criteria, this one included
	SameText  int                  `json:"same_text"`                       // ads of this payer with the same words, this one included
	Measure   *Measure             `json:"measure,omitempty"`               // the size of the box, step by step
	Largest   int64                `json:"largest_of_advertiser,omitempty"` // upper bound of its dearest ad in this currency, hundredths
	// Reverse is what boxes that cannot overlap were told (Finder.ReverseShot).
	Reverse  *Pairs   `json:"reverse_shot,omitempty"`
	Siblings []AdRow  `json:"siblings"`      // of those, some that aim elsewhere
	Raw      []RawRow `json:"raw,omitempty"` // the rows as they stand in the files
}

// Copy is a file in which the ad stands.
type Copy struct {
	Source  int64  `json:"source"`
	Name    string `json:"name"`
	Series  string `json:"series"`
	SHA256  string `json:"sha256"`
	ReadAt  string `json:"read_at"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Changed bool   `json:"changed,omitempty"` // its content differs from the copy before
}

// RawRow is a row as the file has it.
type RawRow struct {
	Source int64       `json:"source"`
	File   string      `json:"file"`
	Line   int         `json:"line"`
	Fields [][2]string `json:"fields"` // the source's own names, in its order
}

// siblings is how many ads of the same words are shown with an ad.
const siblings = 12

// Ad answers with one ad; ErrNotFound if there is none of that id.
func (f *Finder) Ad(ctx context.Context, id string) (*WholeAd, error) {
	c, err := f.version(ctx)
	if err != nil {
		return nil, err
	}
	number, known, err := f.number(ctx, id)
	if err != nil {
		return nil, err
	}
	var ads []engine.Row
	if known {
		if ads, err = c.Rows(ctx, []engine.Number{number}); err != nil {
			return nil, err
		}
	}
	if len(ads) == 0 { // none, or one of an import that came since
		return nil, contrechamp.NotFound(`no ad "{id}" in this store`, "id", id)
	}
	ad := ads[0]
	all, err := c.Count(ctx, nil)
	if err != nil {
		return nil, err
	}
	others, same, err := c.otherBoxes(ctx, ad)
	if err != nil {
		return nil, err
	}
	rows, err := f.rows(ctx, c, append([]engine.Number{number}, others...))
	if err != nil {
		return nil, err
	}
	a := &WholeAd{AdRow: rows[0], Siblings: rows[1:], SameBox: int(all.Boxes[ad.Box]), SameText: same}
	if a.Measure, err = f.measure(ctx, c, a.Box.Audience); err != nil {
		return nil, fmt.Errorf("measuring the box of %s: %w", id, err)
	}
	for _, part := range []struct {
		what string
		read func(context.Context, *WholeAd, int32) error
	}{{"details", f.adDetails}, {"texts", f.adTexts}, {"delivered", f.adDelivered}, {"notes", f.adNotes}, {"copies", f.adCopies}, {"raw rows", func(ctx context.Context, a *WholeAd, _ int32) error { return f.rawRows(ctx, a) }},
		{"other reading", func(ctx context.Context, a *WholeAd, _ int32) (err error) {
			a.Other, err = f.otherReading(ctx, c, a.Box.Audience, a.Marks)
			return err
		}}} {
		if err := part.read(ctx, a, int32(number)); err != nil {
			return nil, fmt.Errorf("reading the %s of %s: %w", part.what, id, err)
		}
	}
	if a.Reverse, err = f.ReverseShot(ctx, string(a.Advertiser), ad.Text); err != nil {
		return nil, fmt.Errorf("the reverse shot of %s: %w", id, err)
	}
	if a.Aimed, err = f.aimed(ctx, c, ad.Box, a.Delivered); err != nil {
		return nil, fmt.Errorf("the ages and genders of the box of %s: %w", id, err)
	}
	if a.Money.Stated {
		if a.Largest, err = c.largestOf(ctx, ad.Advertiser, c.small.Settings[ad.Setting].Currency); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// otherBoxes picks, of the ads with the words and payer of an ad, the newest for
// each other box; same is how many ads these are, itself included.
func (c *version) otherBoxes(ctx context.Context, ad engine.Row) (numbers []engine.Number, same int, err error) {
	sel, err := c.Select(ctx, []engine.Condition{engine.Is(engine.OfMessage, ad.Message)})
	if err != nil {
		return nil, 0, err
	}
	seen := map[int32]bool{ad.Box: true}
	for card, err := range c.Cards(ctx, sel) {
		if err != nil {
			return nil, 0, err
		}
		same += card.Ads
		if !seen[card.Box] && len(numbers) < siblings {
			seen[card.Box] = true
			numbers = append(numbers, card.Newest)
		}
	}
	return numbers, same, nil
}

func (f *Finder) adDetails(ctx context.Context, a *WholeAd, num int32) error {
	var reached nullRange
	var links, marks any
	_, err := store.One(ctx, f.store, "AdDetails", []any{&a.Platforms, &a.Context, &a.Created, &reached.lo, &reached.hi, &links, &marks}, num)
	a.Reached = reached.Range()
	a.Links, a.Marks = stringList(links), stringList(marks)
	return err
}

func stringList(v any) []string {
	list, _ := v.([]any)
	var out []string
	for _, x := range list {
		if s, ok := x.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

func (f *Finder) adTexts(ctx context.Context, a *WholeAd, num int32) error {
	a.Texts = []contrechamp.Text{}
	return f.store.Each(ctx, "AdTexts", func(scan func(...any) error) error {
		var t contrechamp.Text
		err := scan(&t.Body, &t.Title, &t.Description, &t.Caption, &t.Lang)
		a.Texts = append(a.Texts, t)
		return err
	}, num)
}

func (f *Finder) adDelivered(ctx context.Context, a *WholeAd, num int32) error {
	return f.store.Each(ctx, "AdDelivered", func(scan func(...any) error) error {
		var b contrechamp.Band
		err := scan(&b.Country, &b.Region, &b.Age, &b.Gender, &b.Share, &b.People)
		a.Delivered = append(a.Delivered, b)
		return err
	}, num)
}

func (f *Finder) adNotes(ctx context.Context, a *WholeAd, num int32) error {
	err := f.store.Each(ctx, "AdRemarks", func(scan func(...any) error) error {
		var r contrechamp.Remark
		var english string
		err := scan(&r.Kind, &english, (*said)(&r.Detail))
		if r.Detail.English == "" {
			r.Detail.English = english // it has no blanks
		}
		a.Remarks = append(a.Remarks, r)
		return err
	}, num)
	if err != nil {
		return err
	}
	return f.store.Each(ctx, "AdRepairs", func(scan func(...any) error) error {
		var r contrechamp.Repair
		err := scan(&r.Field, &r.Raw, &r.Read, &r.Rule)
		a.Repairs = append(a.Repairs, r)
		return err
	}, num)
}

func (f *Finder) adCopies(ctx context.Context, a *WholeAd, num int32) error {
	return f.store.Each(ctx, "AdCopies", func(scan func(...any) error) error {
		var c Copy
		err := scan(&c.Source, &c.Name, &c.Series, &c.SHA256, &c.ReadAt, &c.File, &c.Line, &c.Changed)
		a.Copies = append(a.Copies, c)
		return err
	}, num)
}
