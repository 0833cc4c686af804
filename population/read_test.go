package population

import (
	"bytes"
	"compress/gzip"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	contrechamp "github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/audience"
)

// Excerpts in the formats of the sources, with invented figures and their quirks:
// columns from new to old, a blank behind each number, flags, a colon for what is
// missing, sums of countries among the regions.
var excerpt = map[string]string{
	"eurostat": func() string {
		var b strings.Builder
		b.WriteString("sex,unit,age,geo\\time\t2016 \t2015 \n")
		for _, geo := range []string{"DE", "DE1", "DE2", "EU28", "EFTA", "MKXXX", "DE21"} {
			for _, sex := range []string{"F", "M", "T"} {
				b.WriteString(sex + ",NR,TOTAL," + geo + "\t180 \t: \n")
				for age := range brackets {
					n := "10 e"
					if geo == "DE" || geo == "EU28" {
						n = "20 "
					}
					if age == "UNK" || geo == "DE21" && age == "Y_LT5" {
						n = ": "
					}
					b.WriteString(sex + ",NR," + age + "," + geo + "\t" + n + "\t9 b\n")
				}
				b.WriteString(sex + ",NR,Y85-89," + geo + "\t7 \t: \n" + sex + ",NR,Y_GE90," + geo + "\t3 \t: \n")
			}
		}
		return b.String()
	}(),
	"census": "SUMLEV,REGION,DIVISION,STATE,NAME,SEX,AGE,ESTBASE2010_CIV,POPEST2015_CIV,POPEST2016_CIV\r\n" +
		"010,0,0,0,United States,0,17,9,9,30\r\n010,0,0,0,United States,1,17,9,9,10\r\n010,0,0,0,United States,2,17,9,9,20\r\n" +
		"010,0,0,0,United States,1,85,9,9,1\r\n010,0,0,0,United States,1,999,9,9,11\r\n" +
		"040,3,5,13,Georgia,1,17,9,9,4\r\n040,3,5,13,Georgia,1,999,9,9,4\r\n",
	"plain": "Region,age_from,age_to,sex,count,language\n\"Bayern, Deutschland\",0,17,F,10,de\nDE/Bayern,0,17,F,2,fr\nDE/Bayern,18,,female,30,de\nDE/Nowhere,18,+,,5,\n",
	"nuts":  "nuts,level,name\nDE1,1,BADEN-WÜRTTEMBERG\n",
	"parts": "postcode,nuts3\n01067,DED21\n",
	"towns": `{"Aach": ["78267", "54298"]}`,
	"place": "place,region\nDE/zip:80331,\"Beieren, Duitsland\"\n",
}

func read(s string) (*File, error) { return Read(strings.NewReader(s), "some.csv", 0) }

func TestReadExcerpts(t *testing.T) {
	f, err := read(excerpt["eurostat"])
	if err != nil {
		t.Fatal(err)
	}
	if n := sum(f, "DE", 0); n != 2*18*20 || f.Source.Year != 2016 {
		t.Errorf("Eurostat: %d people in DE in %d", n, f.Source.Year)
	}
	if n := sum(f, "DE/Bayern", 85); n != 20 || sum(f, "DE/Bayern/nuts:DE21", 0) != 0 || len(f.Remarks) != 3 {
		t.Errorf("Eurostat: %d people of 85 and over in Bayern; remarks %q", n, f.Remarks)
	}
	f, err = read(excerpt["census"])
	if err != nil {
		t.Fatal(err)
	}
	if sum(f, "US", 0) != 31 || sum(f, "US/Georgia", 17) != 4 {
		t.Errorf("Census: %+v", f.Cells)
	}
	f, err = read(excerpt["plain"])
	if err != nil {
		t.Fatal(err)
	}
	want := Cell{Region: "DE/Bayern", AgeHi: 17, Sex: "female", Count: 2, Facts: []Joint{{audience.Language, "fr"}}}
	if len(f.Cells) != 4 || f.Cells[1].Count != want.Count || f.Cells[1].Region != want.Region || f.Cells[1].Facts[0] != want.Facts[0] || len(f.NotJoined) != 1 {
		t.Errorf("plain: %+v, not joined %q", f.Cells, f.NotJoined)
	}
	if f, err = read(excerpt["nuts"]); err != nil || f.Names[0] != (Name{"DE1", "BADEN-WÜRTTEMBERG"}) {
		t.Errorf("names: %+v, %v", f, err)
	}
	if f, err = read(excerpt["parts"]); err != nil || f.Parts[0] != (Part{"DE/zip:01067", "DE/nuts:DED21"}) {
		t.Errorf("parts: %+v, %v", f, err)
	}
	if f, err = read(excerpt["place"]); err != nil || f.Parts[0] != (Part{"DE/zip:80331", "DE/Bayern"}) {
		t.Errorf("places: %+v, %v", f, err)
	}
}

// TestReadErrors holds every complaint to naming the file, the line and what to do.
func TestReadErrors(t *testing.T) {
	plain := "region,age_from,age_to,sex,count\n"
	for _, tt := range []struct{ in, want string }{
		{"", "some.csv: is empty"},
		{"a,b\n1,2\n", "some.csv:1: is no population file"},
		{plain, "has a header and no rows"},
		{plain + "Atlantis,0,,,1\n", `some.csv:2: names the region "Atlantis"`},
		{plain + "DE,0,,,1\nDE,5,9,,1\n", "some.csv:3: counts ages of DE again that line 2 has counted"},
		{plain + "DE,0,,,-1\n", `some.csv:2: has count "-1"`},
		{plain + "DE,9,3,,1\n", `some.csv:2: has ages "9" to "3"`},
		{plain + "DE,0,,x,1\n", `some.csv:2: has sex "x"`},
		{plain + "DE,0\n", "some.csv:2: has a row that is not the 5 fields"},
		{"region,age_from,age_to,sex,count,hair\nDE,0,,,1,red\n", `some.csv:1: has a column "hair"`},
		{"region,sex,sex,count\n", `has two columns "sex"`},
		{"sex,unit,age,geo\\time\t2016 \nF,NR,TOTAL,DE\tx \n", `some.csv:2: has "x " where a number`},
		{"sex,unit,age,geo\\time\tsoon\n", `has "soon" where a year`},
		{"sex,unit,age,geo\\time\t2016 \nF,NR,Y5-9,DE\t1 \n", "has no region with all age groups in 2016"},
		{strings.Replace(excerpt["census"], "1,999,9,9,11", "1,999,9,9,12", 1), "add up to 11, the total is 12: rows are missing"},
		{strings.Replace(excerpt["census"], "Georgia", "Gorgia", 1), `names the state "Gorgia"`},
		{strings.Replace(excerpt["census"], ",SEX,AGE,", ",SEX,", 1), "is no population file that this program knows"},
		{strings.Replace(excerpt["census"], "POPEST", "POP", -1), "is no population file that this program knows"},
		{strings.Replace(excerpt["census"], "SUMLEV,", "LEVEL,", 1), "is no population file that this program knows"},
		{"postcode,nuts3\n01067,DED21\n01067,DED21\n", `some.csv:3: names "DE/zip:01067" twice`},
	} {
		_, err := read(tt.in)
		var fe *contrechamp.FileError
		if err == nil || !strings.Contains(err.Error(), tt.want) || !errors.As(err, &fe) {
			t.Errorf("%q: error %v, want %q", tt.in[:min(len(tt.in), 40)], err, tt.want)
		}
	}
	if _, err := Read(strings.NewReader(excerpt["census"]), "x", 1999); err == nil || !strings.Contains(err.Error(), "has no counts of 1999, only of [2015 2016]") {
		t.Errorf("year: %v", err)
	}
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	w.Write([]byte(excerpt["eurostat"]))
	w.Close()
	if _, err := Read(bytes.NewReader(z.Bytes()[:z.Len()/2]), "cut.gz", 0); err == nil || !strings.Contains(err.Error(), "cut.gz") {
		t.Errorf("cut gzip: %v", err)
	}
}

// TestJointCells: a plain CSV with a further column is counted exactly by it.
func TestJointCells(t *testing.T) {
	f, err := read(strings.Replace(excerpt["plain"], "DE/Nowhere,18,+,,5,\n", "DE,0,17,F,20,de\nDE,0,17,F,4,fr\nDE,18,,F,50,de\n", 1))
	if err != nil {
		t.Fatal(err)
	}
	table, err := New(f)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ box, want string }{
		{`place "DE"`, "74..74"}, {`place "DE" and language fr`, "4..4"}, {`place "DE/Bayern" and language fr`, "2..2"},
		{`place "DE" and not language de and age ..17`, "4..4"}, {`place "DE" and gender male`, "0..0"},
		{`place "DE/Hessen"`, "0..32 smaller"}, {`age 10.. and place "DE/Bayern"`, "30..42 cut-age"},
		{`place "DE" and not place "DE/Bayern"`, "32..32"},
		{`place "DE" and place recently "near: a shop" +?`, "0..74 not-joined"}, // an unknown place proves nothing
		{`place "DE" and not place "Atlantis"`, "0..74 not-joined"}, {`place "DE" or place "Atlantis"`, "? no-country"},
	} {
		if got := show(table.Size(audience.MustParse(tt.box))); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.box, got, tt.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range excerpt {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := Read(bytes.NewReader(b), "fuzz", 0)
		if err != nil {
			if !errors.Is(err, contrechamp.ErrBadFile) {
				t.Fatalf("error of another kind: %v", err)
			}
			return
		}
		for _, c := range file.Cells {
			if c.Count < 0 || c.AgeLo > c.AgeHi || len(c.Region) < 2 {
				t.Fatalf("cell %+v", c)
			}
		}
		if _, err := New(file); err != nil {
			t.Fatal(err)
		}
	})
}

func TestExtra(t *testing.T) {
	c := Cell{Facts: []Joint{{audience.Language, "fr"}, {audience.Education, `a "b" \ c`}, {audience.FriendOf, ""}}}
	got, err := ParseExtra(c.Extra())
	if err != nil || !slices.Equal(got, c.Facts) {
		t.Errorf("%q reads back as %v, %v", c.Extra(), got, err)
	}
	for _, bad := range []string{"hair \"red\"", "language fr", "language", `language "fr`} {
		if _, err := ParseExtra(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

// TestTowns: a town lies in all districts of its postcodes, within the region
// that is named with it.
func TestTowns(t *testing.T) {
	var files []*File
	for _, s := range []string{"region,age_from,age_to,sex,count\nDE/Bayern,,,,5\nDE/Hessen,,,,7\nDE,,,,100\n",
		"place,region\nDE/zip:11111,DE/Bayern\nDE/zip:22222,DE/Hessen\n", `{"Neustadt": ["11111", "22222"], "Elsewhere": ["33333"], "Altstadt": ["22222"]}`} {
		f, err := read(s)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	table, err := New(files...)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ box, want string }{
		{`place "DE/city:Neustadt"`, "0..12 smaller"}, {`place "DE/Bayern/Neustadt"`, "0..5 smaller"}, {`place "DE/city:altstadt"`, "0..7 smaller"},
		{`place "DE/city:Elsewhere"`, "0..100 smaller"}, {`place any ("DE/city:Altstadt", "DE/zip:22222")`, "0..7 smallerx2"},
		{`place "DE/Sachsen"`, "0..88 smaller"}, {`place "DE" and not place "DE/city:Altstadt"`, "93..100 smaller"},
	} {
		if got := show(table.Size(audience.MustParse(tt.box))); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.box, got, tt.want)
		}
	}
}

func TestYearGap(t *testing.T) {
	s := Size{Known: true, Years: []int{2016, 2016}, Lo: 1, Hi: 2, Reasons: []Reason{{Kind: ReasonCutAge}}}
	at := s.At(2024)
	if len(at.Reasons) != 2 || at.Reasons[1] != (Reason{Kind: ReasonYear, Fact: "2016", N: 8}) || len(s.Reasons) != 1 {
		t.Errorf("%+v, %+v", at.Reasons, s.Reasons)
	}
	if len(s.At(2016).Reasons) != 1 {
		t.Error("a gap of no years")
	}
}

func TestNarrow(t *testing.T) {
	for _, tt := range []struct {
		s    Size
		mark int64
	}{{Size{Known: true, Hi: 99}, 100}, {Size{Known: true, Hi: 100}, 1000}, {Size{Known: true, Hi: 9999}, 10_000}, {Size{Known: true, Hi: 10_000}, 0}, {Size{}, 0}} {
		if got := tt.s.Narrow(); got != tt.mark {
			t.Errorf("up to %d people: mark %d, want %d", tt.s.Hi, got, tt.mark)
		}
	}
	s := Size{Known: true, Lo: 0, Hi: 25, Of: 100}
	if lo, hi := s.Bits(); lo != 2 || !math.IsInf(hi, 1) {
		t.Errorf("a quarter at most tells %g..%g bits", lo, hi)
	}
}
