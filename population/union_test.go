package population

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/internal/realdata"
)

// TestUnionHoldsTheTruth counts the people whom some box holds one by one.
func TestUnionHoldsTheTruth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		boxes := make([]Box, rapid.IntRange(1, 4).Draw(t, "boxes"))
		var facts []*audience.Fact
		for i := range boxes {
			boxes[i] = Box{audience.And(audience.Of(audience.Fact{Kind: audience.Place, Label: "XV"}), drawExpr(t, 2)), 1}
			facts = append(facts, leafFacts(boxes[i].Audience)...)
		}
		people, files := drawPeople(t, facts)
		table, err := New(files...)
		if err != nil {
			t.Fatal(err)
		}
		u := table.Union(boxes)
		if !u.Known || u.Unsized > 0 { // "not XV" and the like
			return
		}
		var held int64
		for _, p := range people {
			if p.home[:2] == "XV" && slices.ContainsFunc(boxes, func(b Box) bool { return p.in(b.Audience) }) {
				held++
			}
		}
		if held < u.Lo || held > u.Hi {
			t.Fatalf("%d people are in some box, union says %d..%d: %v", held, u.Lo, u.Hi, boxes)
		}
		for _, b := range boxes {
			if s := table.Size(b.Audience); s.Known && s.Lo > u.Lo {
				t.Fatalf("a box holds %d at least, the union %d", s.Lo, u.Lo)
			}
		}
	})
}

// TestUnionTellsReasonsOnce: a reason of many boxes is told once, with the fact of
// the first and the ads of all.
func TestUnionTellsReasonsOnce(t *testing.T) {
	var u union
	u.box(Size{Known: true, Lo: 1, Hi: 5, Reasons: []Reason{{Kind: ReasonCutAge, Fact: "age 20..", N: 3}, {Kind: ReasonCutAge, Fact: "age 21.."}}}, 10)
	u.box(Size{Known: true, Lo: 2, Hi: 5, Reasons: []Reason{{Kind: ReasonNoShare, Fact: `interest "a"`, N: 1}, {Kind: ReasonCutAge, Fact: "age 30..", N: 1}}}, 100)
	u.box(Size{NoTable: []string{"CA"}, Reasons: []Reason{{Kind: ReasonNoTable, Fact: "CA", N: 1}}}, 1000)
	u.box(Size{Known: true, Lo: 2, Hi: 5, Reasons: []Reason{{Kind: ReasonNoShare, Fact: `interest "b"`, N: 7}}}, 10_000)
	want := []Reason{{Kind: ReasonNoTable, Fact: "CA", N: 1000}, {Kind: ReasonCutAge, Fact: "age 20..", N: 110}, {Kind: ReasonNoShare, Fact: `interest "a"`, N: 10_100}}
	got := u.close()
	if !reflect.DeepEqual(got.Reasons, want) || got.Ads != 11_110 || got.Unsized != 1000 || !slices.Equal(got.NoTable, []string{"CA"}) {
		t.Errorf("%+v", got)
	}
}

// TestUnionsAreUnions: asked for many groups at once, the union of each is what it
// is alone.
func TestUnionsAreUnions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		exprs := make([]*audience.Expr, rapid.IntRange(1, 6).Draw(t, "boxes"))
		var facts []*audience.Fact
		for i := range exprs {
			where := audience.Of(audience.Fact{Kind: audience.Place, Label: rapid.SampledFrom([]string{"XV", "XV", "XW", "XX"}).Draw(t, "where")})
			if rapid.IntRange(0, 4).Draw(t, "out") == 0 {
				where = &audience.Expr{Op: audience.Not, Args: []*audience.Expr{where}}
			}
			exprs[i] = audience.And(where, drawExpr(t, 2))
			facts = append(facts, leafFacts(exprs[i])...)
		}
		_, files := drawPeople(t, facts)
		table, err := New(files...)
		if err != nil {
			t.Fatal(err)
		}
		sizes := make([]Size, len(exprs))
		for i, e := range exprs {
			sizes[i] = table.Size(e)
		}
		const groups = 4
		var uses []Use
		alone := make([][]Box, groups)
		for g := range groups {
			for i, e := range exprs {
				if n := rapid.IntRange(0, 2).Draw(t, "ads"); n > 0 {
					uses = append(uses, Use{i, g, n})
					alone[g] = append(alone[g], Box{e, n})
				}
			}
		}
		for g, u := range table.Unions(exprs, sizes, uses, groups) {
			if want := table.Union(alone[g]); !reflect.DeepEqual(u, want) {
				t.Fatalf("group %d of %v: %+v, alone %+v", g, exprs, u, want)
			}
		}
	})
}

// TestShutOutCountriesAreNotReached: a country that boxes name only to leave it out
// is in no figure of whom they reach.
func TestShutOutCountriesAreNotReached(t *testing.T) {
	table, err := New(Builtin()...)
	if err != nil {
		t.Fatal(err)
	}
	e, err := audience.Parse(`age 18.. and place "DE" and not (place "PL" or place "AT")`)
	if err != nil {
		t.Fatal(err)
	}
	u, s := table.Union([]Box{{e, 3}}), table.Size(e)
	if !slices.Equal(u.ShutOut, []string{"AT", "PL"}) || !slices.Equal(u.Countries, []string{"DE"}) || u.Of != s.Of || u.Lo != s.Lo || u.Hi != s.Hi {
		t.Errorf("union %+v, size %+v", u, s)
	}
}

// TestAdults: single years and borders at 18 are used where a table has them.
func TestAdults(t *testing.T) {
	table, err := New(Builtin()...)
	if err != nil {
		t.Fatal(err)
	}
	for country, want := range map[string][]uint8{
		"US": {18, 25, 35, 45, 55, 65, 75},
		"DE": {15, 20, 25, 35, 45, 55, 65, 75},
		"XX": nil,
	} {
		if got := table.Adults(country); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", country, got, want)
		}
	}
}

// TestAdultsOfSmallTables: the open group at the top is a border like the others,
// people of unknown age are none.
func TestAdultsOfSmallTables(t *testing.T) {
	of := func(bounds ...[2]uint8) *File {
		f := &File{Source: Source{Year: 2020}}
		for _, b := range bounds {
			f.Cells = append(f.Cells, Cell{Region: "CA", AgeLo: b[0], AgeHi: b[1], Count: 10, Year: 2020})
		}
		return f
	}
	const open = audience.OpenAge
	for _, c := range []struct {
		file *File
		want []uint8
	}{
		{of([2]uint8{0, 17}, [2]uint8{18, 74}, [2]uint8{75, open}), []uint8{18, 75}},
		{of([2]uint8{0, 17}, [2]uint8{18, 74}, [2]uint8{75, open}, [2]uint8{0, open}), []uint8{18, 75}},
		{of([2]uint8{0, open}), nil},
	} {
		table, err := New(c.file)
		if err != nil {
			t.Fatal(err)
		}
		if got := table.Adults("CA"); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v, want %v", c.file.Cells, got, c.want)
		}
	}
}

// TestUnionOfCountries: the people of several countries are added up.
func TestUnionOfCountries(t *testing.T) {
	f := &File{Source: Source{Year: 2020}}
	for region, n := range map[string]int64{"CA": 10, "DE": 100, "FR": 1000} {
		f.Cells = append(f.Cells, Cell{Region: region, AgeHi: 17, Count: n, Year: 2020}, Cell{Region: region, AgeLo: 18, AgeHi: audience.OpenAge, Count: 2 * n, Year: 2020})
	}
	table, err := New(f)
	if err != nil {
		t.Fatal(err)
	}
	u := table.Union([]Box{{audience.MustParse(`place "CA"`), 1}, {audience.MustParse(`place "DE" and age 18..`), 1}, {audience.MustParse(`place "FR" and age 30..`), 1}})
	if u.Lo != 230 || u.Hi != 2230 || u.Of != 3330 || !u.Known {
		t.Errorf("%+v", u)
	}
}

// realBoxes are the distinct boxes of all archives with targeting.
func realBoxes(t testing.TB) []Box {
	at := map[string]int{}
	var out []Box
	for _, file := range [][]string{{"meta", "ads_archive_de_2024.jsonl.gz"}, {"snap", "PoliticalAds_2019.csv.gz"}, {"snap", "PoliticalAds_2020.csv.gz"}, {"ira", "ira_ads.tsv.gz"}} {
		for _, ad := range readAds(t, realdata.Dir(t, file...)) {
			e := audience.Canonical(Located(ad.Audience, ad.Country))
			k := e.String()
			i, ok := at[k]
			if !ok {
				i = len(out)
				at[k] = i
				out = append(out, Box{Audience: e})
			}
			out[i].Ads++
		}
	}
	return out
}

// TestEveryAdAndEveryCell joins all ads of the real archives with all cells of
// the countries that they name, and recounts some cells the slow way: box by box.
func TestEveryAdAndEveryCell(t *testing.T) {
	table := realTable(t)
	boxes := realBoxes(t)
	begin := time.Now()
	cover := table.Coverage(boxes)
	took := time.Since(begin)
	perCountry := map[string]int{}
	for _, c := range cover.Cells {
		perCountry[c.Region[:2]]++
	}
	t.Logf("%d ads in %d boxes x %d cells (DE %d, US %d) in %v", cover.Boxes, len(boxes), len(cover.Cells), perCountry["DE"], perCountry["US"], took.Round(time.Millisecond))
	for i := 7; i < len(cover.Cells); i += len(cover.Cells) / 4 {
		cell := cover.Cells[i]
		at := audience.Of(audience.Fact{Kind: audience.Place, Label: cell.Region})
		who := audience.And(at, audience.Of(audience.Fact{Kind: audience.Age, Lo: cell.AgeLo, Hi: cell.AgeHi}), audience.Of(audience.Fact{Kind: audience.Gender, Label: cell.Sex}))
		all := table.Size(who)
		if !all.Known || all.Lo != all.Hi || all.Lo != cell.People {
			continue // a rest without a name of its own
		}
		sure, may := 0, 0
		for _, b := range boxes {
			s := table.Size(audience.And(who, b.Audience))
			if s.Hi > 0 {
				may += b.Ads
			}
			if s.Lo == cell.People && cell.People > 0 {
				sure += b.Ads
			}
		}
		if cell.People > 0 && (may != cell.May || sure != cell.Sure) {
			t.Errorf("%s %d..%d %s: %d sure, %d may; box by box %d, %d", cell.Region, cell.AgeLo, cell.AgeHi, cell.Sex, cell.Sure, cell.May, sure, may)
		}
	}
}

// BenchmarkEveryAdAndEveryCell is the join of all ads and all cells.
func BenchmarkEveryAdAndEveryCell(b *testing.B) {
	table := realTable(b)
	boxes := realBoxes(b)
	var cover *Coverage
	for b.Loop() {
		cover = table.Coverage(boxes)
	}
	b.ReportMetric(float64(cover.Boxes), "ads")
	b.ReportMetric(float64(len(boxes)), "boxes")
	b.ReportMetric(float64(len(cover.Cells)), "cells")
}
