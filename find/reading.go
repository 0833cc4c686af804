package find

import (
	"context"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/archive/ira"
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/key"
)

// OtherReading is another way to understand how an archive writes a box.
type OtherReading struct {
	Key  string            `json:"key"` // of the box that it would be
	Expr string            `json:"expr"`
	Size contrechamp.Range `json:"size"`
	Ads  int               `json:"ads"` // of the store that aim at that box as it is read

	Audience *audience.Expr `json:"-"` // what Expr says
}

// otherReading gives the other reading of an ad's box, nil if it has none.
func (f *Finder) otherReading(ctx context.Context, c *version, e *audience.Expr, marks []string) (*OtherReading, error) {
	other, ok := ira.OtherReading(e, marks)
	if !ok {
		return nil, nil
	}
	other = audience.Canonical(other)
	out := &OtherReading{Key: string(key.Of(other)), Expr: other.String(), Audience: other}
	if b, ok := c.small.Boxes.Find(out.Key); ok {
		all, err := c.Count(ctx, nil)
		if err != nil {
			return nil, err
		}
		out.Ads = int(all.Boxes[b])
	}
	people, err := f.peopleTable(ctx, c)
	if err != nil || people == nil {
		return out, err
	}
	if size := people.Size(other); size.Known {
		out.Size = contrechamp.Between(size.Lo, size.Hi)
	}
	return out, nil
}

// silentKinds are the kinds of fact that an archive never publishes.
func silentKinds(name string) []string {
	for _, f := range archive.All {
		if f.Name() != name {
			continue
		}
		var out []string
		for _, k := range f.Silent() {
			out = append(out, k.String())
		}
		return out
	}
	return nil
}

// as tells the box as an archive publishes it: what that archive never says
// may narrow it further, as what is undisclosed may.
func (b Box) as(archive string) Box {
	b.Silent = silentKinds(archive)
	if b.Size.Stated && (b.Hidden || len(b.Silent) > 0) {
		b.Real = contrechamp.Range{Hi: b.Size.Hi, Open: b.Size.Open, Stated: true}
	}
	return b
}
