package meta

import (
	"context"
	"strconv"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/format"
	"github.com/contrechamp/contrechamp/archive/rows"
)

// Some programs write who saw the ads into tables of their own, one row an ad
// and a group: ad_id, age, gender, percentage, or ad_id, region, percentage.

// linkTables are the columns by which they are known.
var linkTables = [][]string{
	{"ad_id", "age", "gender", "percentage"}, {"ad_id", "region", "percentage"},
	{"id", "age", "gender", "percentage"}, {"id", "region", "percentage"},
	{"ad_archive_id", "age", "gender", "percentage"}, {"ad_archive_id", "region", "percentage"},
}

// linkTable are the columns of a text that is such a table, nil if it is none.
func linkTable(head []byte) []string {
	if isTable(head) {
		return nil
	}
	for _, must := range linkTables {
		if rows.Separator(head, must...) != 0 {
			return must
		}
	}
	return nil
}

// Beside: a table of who saw ads adds to the table of the ads.
func (Format) Beside(head []byte) bool { return linkTable(head) != nil }

// links reads a table of who saw ads. What cannot be read is told of as a reject
// of that table's row.
func (m *metaReader) links(ctx context.Context, file format.File, must []string, sink format.Sink) error {
	r, err := file.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	t, names, err := rows.OpenTable(ctx, r, file.Name, must)
	if err != nil {
		return err
	}
	c := rows.NewColumns(names)
	id, age, sex, region, share := c.Find(must[0]), c.Find("age"), c.Find("gender"), c.Find("region"), c.Find("percentage")
	if m.shares == nil {
		m.shares = map[string][]contrechamp.Band{}
	}
	return rows.Each(t, sink, func() (contrechamp.AdID, error) {
		own, lost := rows.PlainID(string(t.Cell(id)))
		if lost || own == "" {
			return "", rows.Bad("no-id", "the row names no ad")
		}
		x, err := strconv.ParseFloat(rows.Plain(string(t.Cell(share)), t.Sep() == ';'), 64)
		if err != nil || !(x >= 0 && x <= 1.001) {
			return metaID(own), rows.Bad("bad-number", `{field} has the share "{percentage}", which is not between 0 and 1`, "field", file.Name, "percentage", rows.Short(string(t.Cell(share))))
		}
		m.shares[own] = append(m.shares[own], contrechamp.Band{
			Age: string(t.Cell(age)), Gender: gender(string(t.Cell(sex))), Region: string(t.Cell(region)), Share: x,
		})
		return "", nil
	})
}
