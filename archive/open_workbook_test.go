package archive

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp"
)

// inlineRow writes a row of a sheet whose cells are text.
func inlineRow(cells ...string) string {
	var b strings.Builder
	b.WriteString("<row>")
	for _, c := range cells {
		b.WriteString(`<c t="inlineStr"><is><t>` + strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(c) + `</t></is></c>`)
	}
	return b.String() + "</row>"
}

// twoSheets is a workbook with a sheet of ads, one of notes and an empty one.
func twoSheets(t testing.TB) []byte {
	const rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
	sheet := func(rows string) string { return "<worksheet><sheetData>" + rows + "</sheetData></worksheet>" }
	ads := inlineRow("id", "ad_creation_time", "ad_creative_bodies", "ad_delivery_start_time", "page_id", "page_name", "bylines", "currency", "spend", "impressions") +
		`<row><c><v>742127941466854</v></c>` + strings.TrimPrefix(inlineRow("2026-05-01", "['Votons']", "2026-05-02", "9001", "Lac", "Lac SA", "EUR", "{'lower_bound': '100', 'upper_bound': '199'}", ""), "<row>") +
		`<row><c><v>7421279414668541</v></c>` + strings.TrimPrefix(inlineRow("2026-05-01", "['Perdu']", "2026-05-02", "9001", "Lac", "Lac SA", "EUR", "", ""), "<row>")
	return zipped(t,
		"[Content_Types].xml", "<Types/>",
		"xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="Notes" r:id="a"/><sheet name="Ads" r:id="b"/><sheet name="Empty" r:id="c"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="a" Type="`+rel+`" Target="worksheets/1.xml"/><Relationship Id="b" Type="`+rel+`" Target="worksheets/2.xml"/><Relationship Id="c" Type="`+rel+`" Target="worksheets/3.xml"/></Relationships>`,
		"xl/worksheets/1.xml", sheet(inlineRow("to do", "when")+inlineRow("ask Meta", "May")),
		"xl/worksheets/2.xml", sheet(ads),
		"xl/worksheets/3.xml", sheet(""))
}

// TestWorkbook: the sheet of ads is read like a table, the others are named, and
// an id of which the spreadsheet has lost digits is refused.
func TestWorkbook(t *testing.T) {
	path := write(t, "book.xlsx", twoSheets(t))
	o, err := Open([]string{path}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	if len(o.Inputs) != 1 || o.Inputs[0].Format.Name() != "meta" {
		t.Fatalf("inputs %+v, want one of meta", o.Inputs)
	}
	var skipped []string
	for _, s := range o.Skipped {
		skipped = append(skipped, strings.TrimPrefix(s.Name, path)+" "+s.Why.String())
	}
	if len(skipped) != 2 || !strings.HasPrefix(skipped[0], "/Notes is of no archive") || !strings.HasPrefix(skipped[1], "/Empty is a sheet without a table") {
		t.Errorf("skipped %q, want the two other sheets", skipped)
	}
	var s sheetSink
	if err := o.Inputs[0].Format.Read(context.Background(), o.Inputs[0].Bundle, &s); err != nil {
		t.Fatal(err)
	}
	if len(s.ads) != 1 || s.ads[0].ID != "meta:742127941466854" || s.ads[0].Texts[0].Body != "Votons" {
		t.Errorf("ads %+v", s.ads)
	}
	if len(s.rejects) != 1 || !strings.Contains(s.rejects[0].Detail.String(), "7.42127941466854E+15") || s.rejects[0].Row.Line != 3 {
		t.Errorf("rejects %+v, want row 3 for its lost id", s.rejects)
	}
}

type sheetSink struct {
	ads     []*contrechamp.Ad
	rejects []contrechamp.Reject
}

func (s *sheetSink) Ad(a *contrechamp.Ad) error        { s.ads = append(s.ads, a); return nil }
func (s *sheetSink) Tally(*contrechamp.Tally) error    { return nil }
func (s *sheetSink) Reject(r contrechamp.Reject) error { s.rejects = append(s.rejects, r); return nil }

// TestOtherDocuments: what looks like a workbook and is none that is read is
// refused in words that say what to do.
func TestOtherDocuments(t *testing.T) {
	for name, x := range map[string]struct {
		data []byte
		want string
	}{
		"a.xlsb":    {zipped(t, "[Content_Types].xml", "", "xl/workbook.bin", ""), "binary form"},
		"a.docx":    {zipped(t, "[Content_Types].xml", "", "word/document.xml", ""), "no workbook"},
		"a.ods":     {zipped(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", ""), "OpenDocument"},
		"lost.xlsx": {zipped(t, "[Content_Types].xml", "", "xl/workbook.xml", ""), "a part that it names is missing"},
		"a.xls":     {append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00"...), "locked with a password"},
	} {
		o, err := Open([]string{write(t, name, x.data)}, Options{})
		if err == nil {
			o.Close()
		}
		if err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: %v, want %q", name, err, x.want)
		}
	}
}

// TestListAndColumns: AdDownloader spreads the list of who saw an ad over columns
// and keeps the list. A group counts once; one that differs is said.
func TestListAndColumns(t *testing.T) {
	path := write(t, "ads.csv", []byte(`id,ad_creation_time,ad_creative_bodies,ad_delivery_start_time,page_id,page_name,demographic_distribution,female_25-34,male_65+,female_18-24
1,2026-05-01,['Votons'],2026-05-02,9001,Lac,"[{'percentage': '0.6', 'age': '25-34', 'gender': 'female'}, {'percentage': '0.3', 'age': '65+', 'gender': 'male'}]",0.6,0.4,0.1
`))
	o, err := Open([]string{path}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	var s sheetSink
	if err := o.Inputs[0].Format.Read(context.Background(), o.Inputs[0].Bundle, &s); err != nil {
		t.Fatal(err)
	}
	want := []contrechamp.Band{{Age: "25-34", Gender: "female", Share: .6}, {Age: "65+", Gender: "male", Share: .3}, {Age: "18-24", Gender: "female", Share: .1}}
	if got := s.ads[0].Delivered; !slices.Equal(got, want) {
		t.Errorf("delivered %+v, want %+v", got, want)
	}
	if r := s.ads[0].Remarks; len(r) != 1 || !strings.Contains(r[0].Detail.String(), "male 65+") {
		t.Errorf("remarks %+v, want one on men of 65 and older", r)
	}
}
