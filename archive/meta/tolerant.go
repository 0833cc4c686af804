package meta

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"slices"
	"strconv"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/format"
	"github.com/contrechamp/contrechamp/archive/rows"
)

// fieldByField reads an entry that cannot be read at once: each field by itself.
// One that cannot be read is left out, with a remark. It returns an error if the
// entry is no object at all.
func fieldByField(object []byte) (v metaAd, remarks []contrechamp.Remark, err error) {
	object = rows.WithoutBareWords(object)
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(object, &fields); err != nil {
		return v, nil, err
	}
	var names []string
	for name := range fields {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		one, err := json.Marshal(map[string]json.RawMessage{name: fields[name]})
		if err != nil {
			return v, nil, err
		}
		var alone metaAd
		if json.Unmarshal(one, &alone) == nil {
			err = json.Unmarshal(one, &v)
		} else {
			remarks = append(remarks, rows.Unread(name, plainText(fields[name])))
		}
		if err != nil {
			return v, nil, err
		}
	}
	return v, remarks, nil
}

// plainText is a JSON value as a person would quote it.
func plainText(value json.RawMessage) string {
	var s string
	if json.Unmarshal(value, &s) == nil {
		return s
	}
	return string(value)
}

// isTable says whether a text begins with the header of a table of ads.
func isTable(head []byte) bool { return tableSep(head) != 0 }

// tableSep is what stands between the cells of a table of ads, 0 if the text is none.
func tableSep(head []byte) byte {
	for _, sep := range []byte(",;\t") {
		have := map[string]bool{}
		for _, c := range tableColumns(rows.HeaderNames(head, sep), func(int) bool { return false }) {
			if c.field != "" {
				have[c.field] = true
			}
		}
		if have["page_id"] && (have["id"] || have["ad_id"] || have["ad_archive_id"] || have["_id"]) && (have["ad_delivery_start_time"] || have["ad_creation_time"]) {
			return sep
		}
	}
	return 0
}

// newTableReader begins a table.
func newTableReader(ctx context.Context, r io.Reader, file string) (*tableReader, error) {
	head := make([]byte, format.HeadSize)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	head = head[:n]
	sep := tableSep(head)
	if sep == 0 {
		sep = ','
	}
	header := rows.HeaderNames(head, sep)
	table, names, err := rows.OpenTable(ctx, io.MultiReader(bytes.NewReader(head), r), file, header)
	if err != nil {
		return nil, err
	}
	table.LetShort()
	t := &tableReader{Table: table, decimal: sep == ';'}
	table.Names(slices.IndexFunc(names, func(n string) bool { return fieldOf(n) == "page_name" }))
	first := table.FirstCells()
	t.cols = tableColumns(names, func(i int) bool { return areShares(first[i], t.decimal) })
	for i, c := range t.cols {
		if c.use != unknownColumn {
			t.Reads(i, c.merge)
		}
	}
	var days []string
	for i, c := range t.cols {
		if c.field == "ad_creation_time" || c.field == "ad_delivery_start_time" || c.field == "ad_delivery_stop_time" {
			days = append(days, first[i]...)
		}
	}
	t.order = rows.OrderOf(days)
	return t, nil
}

// areShares says whether cells are numbers from 0 to 1.
func areShares(cells []string, decimal bool) bool {
	for _, c := range cells {
		x, err := strconv.ParseFloat(rows.Plain(c, decimal), 64)
		if err != nil || !(x >= 0 && x <= 1.001) {
			return false
		}
	}
	return len(cells) > 0
}
