package web

import (
	"encoding/csv"
	"io"
	"strconv"
)

// writeCSV writes a table with a header. A cell that a spreadsheet would take
// for a formula gets an apostrophe in front: ad texts are hostile.
func writeCSV(w io.Writer, t tabular) error {
	header, rows := t.Table()
	out := csv.NewWriter(w)
	if err := out.Write(header); err != nil {
		return err
	}
	for _, row := range rows {
		for i, cell := range row {
			row[i] = tame(cell)
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func tame(cell string) string {
	if cell == "" {
		return cell
	}
	if _, err := strconv.ParseFloat(cell, 64); err == nil {
		return cell // a negative number is no formula
	}
	switch cell[0] {
	case '=', '+', '-', '@', '\t', '\r':
		return "'" + cell
	}
	return cell
}
