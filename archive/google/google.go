// Package google reads Google's bundle of political ads, in all its years.
package google

import (
	"bufio"
	"cmp"
	"context"
	"io"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/format"
	"github.com/contrechamp/contrechamp/archive/rows"
	"github.com/contrechamp/contrechamp/audience"
)

// Format is the bundle of Google's political ads transparency report: a
// folder or zip of CSV files, of which any may be missing. Column names are
// Google's own, of all generations.
type Format struct{}

func (Format) Name() string { return "google" }

// Silent: age, gender and place are published, the rest of the targeting is not.
func (Format) Silent() []audience.Kind {
	return []audience.Kind{audience.List, audience.Keyword, audience.Site}
}

// Together: the files of a bundle refer to one another.
func (Format) Together() bool { return true }

// googleFiles are the files of a bundle, each with columns that no other has,
// in the order in which they are read: advertisers say where the money of
// their weeks went, campaigns what their ads aim at.
var googleFiles = []struct {
	name string
	has  []string
	read func(*googleReader, rows.Columns) (func() (contrechamp.AdID, error), error)
}{
	{"updated", []string{"Report_Data_Updated_Date"}, (*googleReader).updated},
	{"advertiser-stats", []string{"Advertiser_ID", "Total_Creatives"}, (*googleReader).advertisers},
	{"advertiser-declared-stats", []string{"Advertiser_ID", "Advertiser_Declared_Name"}, (*googleReader).declared},
	{"advertiser-weekly-spend", []string{"Advertiser_ID", "Week_Start_Date"}, (*googleReader).weeks},
	{"advertiser-geo-spend", []string{"Advertiser_ID", "Country", "Country_Subdivision_Primary"}, (*googleReader).regions},
	{"geo-spend", []string{"Country", "Country_Subdivision_Primary"}, (*googleReader).regions},
	{"geo-spend of 2018", []string{"State", "Congressional_District", "Total_Spend_USD"}, (*googleReader).regions},
	{"top-keywords-history", []string{"Report_Date", "Keyword_1", "Spend_USD_1"}, (*googleReader).keywords},
	{"top-keywords-history of 2018", []string{"Report_Date", "Keyword_1", "Spend_1"}, (*googleReader).keywords},
	{"campaign-targeting", []string{"Campaign_ID", "Ads_List", "Age_Targeting"}, (*googleReader).campaigns},
	{"creative-stats", []string{"Ad_ID", "Advertiser_ID", "Impressions"}, (*googleReader).creatives},
}

func (Format) Detect(_ string, head []byte) bool { return googleFile(head) >= 0 }

// googleFile is the place in googleFiles of a file that begins like this, -1 for none.
func googleFile(head []byte) int {
	for i, f := range googleFiles {
		if rows.Separator(head, f.has...) != 0 || rows.HasKeys(head, f.has...) {
			return i
		}
	}
	return -1
}

func (Format) Read(ctx context.Context, b *format.Bundle, sink format.Sink) error {
	g := &googleReader{
		sink: sink, words: map[string]string{}, last: map[string]*googleWhose{}, ofAdvertiser: map[string]string{},
		views: map[string]contrechamp.Range{}, boxes: map[string]*audience.Expr{}, places: map[string]*audience.Expr{}, countries: map[string]string{},
	}
	type known struct {
		format.File
		kind int
	}
	var files []known
	for _, f := range b.Files {
		kind := -1
		if len(b.Files) > 1 { // a stream alone may be one that can be read only once
			head, err := f.Head()
			if err != nil {
				return err
			}
			kind = googleFile(head)
		}
		files = append(files, known{f, kind})
	}
	slices.SortStableFunc(files, func(x, y known) int { return cmp.Compare(x.kind, y.kind) })
	for _, f := range files {
		if err := g.file(ctx, f.File); err != nil {
			return err
		}
	}
	return nil
}

// googleReader reads a bundle. Words, boxes and brackets that come back in row
// after row are kept once.
type googleReader struct {
	*rows.Table
	sink  format.Sink
	money []moneyColumn       // of the current file
	found []contrechamp.Money // of the current row

	territories map[string]*territory // of the current file, by cells of Regions or countries
	head        []byte                // of the current file
	of2018      bool                  // the current file is of the bundle of 2018
	// private is the column of somebody's address, -1 if the file has none.
	private int

	words        map[string]string
	last         map[string]*googleWhose // by advertiser, as its newest ad has it
	countries    map[string]string       // by cells of Regions
	ofAdvertiser map[string]string       // regions, from advertiser-stats
	views        map[string]contrechamp.Range

	boxes    map[string]*audience.Expr
	places   map[string]*audience.Expr
	boxBytes int
	key      []byte
	campaign map[string]*audience.Expr // boxes by campaign, if there is such a file
}

func (g *googleReader) file(ctx context.Context, file format.File) error {
	r, err := file.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	in := bufio.NewReaderSize(r, format.HeadSize)
	head, err := in.Peek(format.HeadSize)
	if err != nil && err != io.EOF {
		return err
	}
	kind := googleFile(head)
	var names []string
	switch {
	case isObjects(head):
		names = columnsOf(head)
		g.Table, err = rows.NewObjects(ctx, in, file.Name, names), nil
	case kind >= 0:
		g.Table, names, err = rows.OpenTable(ctx, in, file.Name, googleFiles[kind].has)
	default:
		g.Table, names, err = rows.OpenTable(ctx, in, file.Name)
	}
	if err != nil {
		return err
	}
	c := rows.NewColumns(names)
	if !isObjects(head) {
		g.Names(c.Find("Advertiser_Name"))
	}
	g.money, g.territories = moneyColumns(names), nil
	g.head, g.of2018 = head, c.Find("Total_Spend_USD") >= 0
	clear(g.last) // their territories are of other columns
	g.private = c.Find("NZ_Advertiser_Declared_Address")
	for i, f := range googleFiles {
		if i == kind || kind < 0 && c.Need("", f.has...) == nil {
			read, err := f.read(g, c)
			if err != nil {
				return err
			}
			return rows.Each(g, g.sink, read)
		}
	}
	return &contrechamp.FileError{File: file.Name, What: contrechamp.Say("is none of the files of Google's bundle: give it as it was published")}
}

// At says where the current row stands, without a promoter's address.
func (g *googleReader) At() contrechamp.Row {
	row := g.Table.At()
	if g.private >= 0 {
		row.Raw = rows.WithoutCell(g.Table, g.private, nil)
	}
	return row
}

// word is a cell as a string that is shared with all rows that have it.
func (g *googleReader) word(i int) string {
	c := g.Cell(i)
	if len(c) == 0 {
		return ""
	}
	if s, ok := g.words[string(c)]; ok {
		return s
	}
	if len(g.words) > 1<<20 {
		clear(g.words)
	}
	s := string(c)
	g.words[s] = s
	return s
}

// country is a cell of Regions ("EU, NL", "US") as country codes with commas
// alone between them; the Union is left out beside its members.
func (g *googleReader) country(i int) string {
	s := g.word(i)
	if len(s) == 2 {
		return s
	}
	if c, ok := g.countries[s]; ok {
		return c
	}
	var codes []string
	for c := range strings.SplitSeq(s, ",") {
		if c = strings.TrimSpace(c); c != "" && c != "EU" {
			codes = append(codes, c)
		}
	}
	if len(codes) == 0 {
		codes = []string{s}
	}
	c := strings.Join(codes, ",")
	g.countries[s] = c
	return c
}

func googleAdvertiser(id string) contrechamp.AdvertiserID {
	if id == "" {
		return ""
	}
	return contrechamp.AdvertiserID("google:" + id)
}
