package workbook

import (
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"
)

// parts are those of an invented workbook.
type parts map[string]string

func (p parts) open(name string) (io.ReadCloser, error) {
	text, ok := p[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return io.NopCloser(strings.NewReader(text)), nil
}

// with is a workbook of one sheet whose rows are these.
func with(rows string) parts {
	return parts{
		"xl/workbook.xml":            `<workbook xmlns:r="x"><workbookPr/><sheets><sheet name="Ads &amp; more" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>`,
		"xl/styles.xml":              `<styleSheet><numFmts count="3"><numFmt numFmtId="164" formatCode="[$-409]dd\ mmm\ yyyy;@"/><numFmt numFmtId="165" formatCode="0.0&quot; days&quot;"/><numFmt numFmtId="166" formatCode="[Red]#,##0"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/><xf numFmtId="166"/><xf numFmtId="20"/></cellXfs></styleSheet>`,
		"xl/sharedStrings.xml":       `<sst><si><t>id</t></si><si><t xml:space="preserve">text, </t></si><si><r><rPr><b/></rPr><t>bold</t></r><r><t> and "plain"</t></r><rPh sb="0"><t>not read</t></rPh></si><si><t>a_x000D_b</t></si><si/><si><t><![CDATA[<raw & kept>]]></t></si></sst>`,
		"xl/worksheets/sheet1.xml":   `<worksheet>` + rows + `</worksheet>`,
	}
}

func text(t testing.TB, p parts) (string, error) {
	t.Helper()
	b, err := Open(p.open)
	if err != nil {
		return "", err
	}
	if len(b.Sheets) != 1 {
		t.Fatalf("%d sheets", len(b.Sheets))
	}
	r, err := b.Sheets[0].CSV()
	if err != nil {
		return "", err
	}
	defer r.Close()
	out, err := io.ReadAll(r)
	return string(out), err
}

// row makes a sheet of a header of so many columns and one row of cells.
func row(cells string) string {
	return `<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>h1</t></is></c><c r="B1" t="inlineStr"><is><t>h2</t></is></c></row><row r="2">` + cells + `</row></sheetData>`
}

// TestCells holds the text of each kind of cell. The days are Excel's: 45414 is
// 2 May 2024, 1 is 1 January 1900, 61 is 1 March 1900.
func TestCells(t *testing.T) {
	for name, x := range map[string]struct{ cell, want string }{
		"shared string":        {`<c t="s"><v>1</v></c>`, "text, "},
		"runs without phrases": {`<c t="s"><v>2</v></c>`, `bold and "plain"`},
		"escaped unit":         {`<c t="s"><v>3</v></c>`, "a\rb"},
		"empty string":         {`<c t="s"><v>4</v></c>`, ""},
		"CDATA":                {`<c t="s"><v>5</v></c>`, "<raw & kept>"},
		"no such string":       {`<c t="s"><v>99</v></c>`, "99"},
		"inline":               {`<c t="inlineStr"><is><t>l&#233; &lt;3 &#x1F5F3;</t></is></c>`, "lé <3 🗳"},
		"formula's text":       {`<c t="str"><f>A1&amp;"b"</f><v>xb</v></c>`, "xb"},
		"formula's number":     {`<c><f>1+1</f><v>2</v></c>`, "2"},
		"formula never worked": {`<c><f>SUM(A1:A3)</f></c>`, "=SUM(A1:A3)"},
		"true":                 {`<c t="b"><v>1</v></c>`, "true"},
		"false":                {`<c t="b"><v>0</v></c>`, "false"},
		"error":                {`<c t="e"><v>#N/A</v></c>`, "#N/A"},
		"whole":                {`<c><v>150</v></c>`, "150"},
		"broken":               {`<c><v>0.6</v></c>`, "0.6"},
		"binary noise":         {`<c><v>0.30000000000000004</v></c>`, "0.3"},
		"exponent":             {`<c><v>1E+5</v></c>`, "100000"},
		"small":                {`<c><v>1.5E-3</v></c>`, "0.0015"},
		"15 digits":            {`<c><v>350436536253023</v></c>`, "350436536253023"},
		"15 digits, exponent":  {`<c><v>3.50436536253023E+14</v></c>`, "350436536253023"},
		"16 digits":            {`<c><v>3504365362530231</v></c>`, "3.50436536253023E+15"},
		"18 digits":            {`<c><v>7.42127941466854E+17</v></c>`, "7.42127941466854E+17"},
		"day":                  {`<c s="1"><v>45414</v></c>`, "2024-05-02"},
		"day of its own form":  {`<c s="2"><v>45414</v></c>`, "2024-05-02"},
		"day and time":         {`<c s="4"><v>45414.75</v></c>`, "2024-05-02 18:00:00"},
		"second before noon":   {`<c s="4"><v>45414.49998842593</v></c>`, "2024-05-02 11:59:59"},
		"first day":            {`<c s="1"><v>1</v></c>`, "1900-01-01"},
		"after the false day":  {`<c s="1"><v>61</v></c>`, "1900-03-01"},
		"days in words":        {`<c s="3"><v>45414</v></c>`, "45414"},
		"red number":           {`<c s="5"><v>45414</v></c>`, "45414"},
		"a time":               {`<c s="6"><v>0.5</v></c>`, "0.5"},
		"ISO day":              {`<c t="d"><v>2024-05-02T00:00:00</v></c>`, "2024-05-02"},
		"> in a value":         {`<c note="a > b" x='5" > y'><v>7</v></c>`, "7"},
		"prefix":               {`<x:c xmlns:x="y"><x:v>7</x:v></x:c>`, "7"},
		"style alone":          {`<c s="1"/>`, ""},
	} {
		out, err := text(t, with(row(x.cell+`<c t="inlineStr"><is><t>end</t></is></c>`)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got, err := csv.NewReader(strings.NewReader(strings.ReplaceAll(out, "\r", "␍"))).ReadAll()
		if err != nil || len(got) != 2 || len(got[1]) != 2 || strings.ReplaceAll(got[1][0], "␍", "\r") != x.want || got[1][1] != "end" {
			t.Errorf("%s: %q (%v), want %q", name, got, err, x.want)
		}
	}
}

func TestDaysFrom1904(t *testing.T) {
	p := with(row(`<c s="1"><v>43952</v></c><c><v>1</v></c>`))
	p["xl/workbook.xml"] = strings.Replace(p["xl/workbook.xml"], "<workbookPr/>", `<workbookPr date1904="1"/>`, 1)
	if out, err := text(t, p); err != nil || out != "h1,h2\n2024-05-02,1\n" {
		t.Errorf("%q %v, want 2 May 2024", out, err)
	}
}

// TestTable: where the table begins, how wide it is, and that line n is row n.
func TestTable(t *testing.T) {
	s := func(r, text string) string { return `<c r="` + r + `" t="inlineStr"><is><t>` + text + `</t></is></c>` }
	for name, x := range map[string]struct{ rows, want string }{
		"a title above, a margin left": {
			`<dimension ref="B1:D9"/><sheetData><row r="1">` + s("B1", "Export of May") + `</row><row r="3">` + s("B3", "id") + s("C3", "text") + `</row><row r="5">` + s("B5", "1") + s("D5", "note") + `</row></sheetData>`,
			"\n\nid,text,column D\n\n1,,note\n"},
		"rows and cells without an address": {
			`<sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c><v>1</v></c><c/></row></sheetData>`, "id,\"text,\"\n1,\n"},
		"blank rows": {
			`<sheetData><row r="1">` + s("A1", "a") + s("B1", "b") + `</row><row r="2">` + s("A2", " ") + `</row><row r="3"/><row r="4">` + s("B4", "x") + `</row></sheetData>`, "a,b\n\n\n,x\n"},
		"a cell beyond the table": { // the reader of tables refuses that row, not the file
			`<sheetData><row r="1">` + s("A1", "a") + s("B1", "b") + `</row><row r="2">` + s("A2", "1") + s("D2", "astray") + `</row></sheetData>`, "a,b\n1,,,astray\n"},
		"a style beyond the table": {
			`<sheetData><row r="1">` + s("A1", "a") + s("B1", "b") + `</row><row r="2">` + s("A2", "1") + `<c r="D2" s="1"/></row></sheetData>`, "a,b\n1,\n"},
		"nothing": {`<sheetData/>`, ""},
	} {
		if out, err := text(t, with(x.rows)); err != nil || out != x.want {
			t.Errorf("%s: %q %v, want %q", name, out, err, x.want)
		}
	}
}

// TestDamage: what cannot be a sheet is an error and never half a table.
func TestDamage(t *testing.T) {
	for name, rows := range map[string]string{
		"rows that go back":    `<sheetData><row r="2"/><row r="2"><c/></row></sheetData><sheetData><row r="2"></row><row r="1"></row></sheetData>`,
		"cells that go back":   row(`<c r="B2"/><c r="A2"/>`),
		"a row too far":        `<sheetData><row r="1048577"></row></sheetData>`,
		"a column too far":     row(`<c r="ZZZ2"><v>1</v></c>`),
		"no address":           row(`<c r="22"><v>1</v></c>`),
		"a cell within a cell": row(`<c r="A2"><v>1<c r="B2">`),
		"a cell that goes on":  `<sheetData><row r="1"><c r="A1" t="str"><v>` + strings.Repeat("x", maxPiece+1) + `</v></c></row></sheetData>`,
		"cut off":              `<sheetData><row r="1"><c r="A1"><v`,
	} {
		p := with(rows)
		if name == "cut off" {
			p["xl/worksheets/sheet1.xml"] = rows
		}
		out, err := text(t, p)
		var damaged Damaged
		if !errors.As(err, &damaged) && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%s: %q, %v; want an error", name, out, err)
		}
	}
	p := with("")
	delete(p, "xl/worksheets/sheet1.xml")
	var missing Damaged
	if _, err := text(t, p); !errors.As(err, &missing) || !missing.Missing {
		t.Errorf("no sheet: %v", err)
	}
}

// FuzzSheet: whatever a sheet, its strings and its styles hold, reading ends
// without panic, and text that is read without error is CSV.
func FuzzSheet(f *testing.F) {
	seed := with("")
	f.Add(row(`<c t="s"><v>1</v></c><c s="2"><v>45414.5</v></c>`), seed["xl/sharedStrings.xml"], seed["xl/styles.xml"])
	f.Add(`<dimension ref="A1:C3"/><sheetData><row r="3"><c r="B3" t="inlineStr"><is><t>a"b,c&#10;</t></is></c><c r="C3" t="b"><v>1</v></c></row></sheetData>`, "<sst/>", "")
	f.Add(`<![CDATA[x]]><!-- <row> --><row><c t='d'><v>2024</v></c>`, `<sst><si><t>_x0041_`, `<cellXfs><xf numFmtId="22"/>`)
	f.Fuzz(func(t *testing.T, sheet, strs, styles string) {
		p := with("")
		p["xl/worksheets/sheet1.xml"], p["xl/sharedStrings.xml"], p["xl/styles.xml"] = sheet, strs, styles
		out, err := text(t, p)
		if err != nil {
			return
		}
		r := csv.NewReader(strings.NewReader(out))
		r.FieldsPerRecord = -1
		if _, err := r.ReadAll(); err != nil {
			t.Errorf("%q is no CSV: %v", out, err)
		}
	})
}
