package find

import (
	"context"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/filter"
	"github.com/contrechamp/contrechamp/ingest"
)

// counted is an invented table of people: a border at 18, sexes, one tiny cell.
const counted = `region,age_from,age_to,sex,count
DE/Bayern,0,17,female,1000
DE/Bayern,18,34,female,2000
DE/Bayern,35,64,female,3000
DE/Bayern,65,,female,4000
DE/Bayern,0,17,male,1100
DE/Bayern,18,34,male,2100
DE/Bayern,35,64,male,3100
DE/Bayern,65,,male,4100
DE/Berlin,0,17,female,100
DE/Berlin,18,34,female,200
DE/Berlin,35,64,female,300
DE/Berlin,65,,female,7
DE/Berlin,0,17,male,110
DE/Berlin,18,34,male,210
DE/Berlin,35,64,male,310
DE/Berlin,65,,male,410
DE,0,17,female,1100
DE,18,34,female,2200
DE,35,64,female,3300
DE,65,,female,4007
DE,0,17,male,1210
DE,18,34,male,2310
DE,35,64,male,3410
DE,65,,male,4510
`

// peopled is sample with two more ads of one page, and people.
func peopled(t *testing.T) *Finder {
	t.Helper()
	f := finder(t,
		ad(1, "7", "Fleuve", "Women of Bavaria", `"18","64"`, "Women", bavaria, 1, 100, 199),
		ad(2, "7", "Fleuve", "Old Bavaria", `"65","65"`, "All", bavaria, 2, 100, 199),
		ad(3, "7", "Fleuve", "Young at heart", `"20","64"`, "Women", bavaria, 3, 100, 199),
		ad(4, "8", "Lande", "Everywhere but Berlin", `"18"`, "All", germany+","+noBerlin, 3, 100, 199),
	).WithPeople(ingest.Population)
	if _, err := ingest.ImportPopulation(context.Background(), f.store, strings.NewReader(counted), "people.csv", 0); err != nil {
		t.Fatal(err)
	}
	return f
}

func ask(t *testing.T, f *Finder, query, country string) *Unreached {
	t.Helper()
	v, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	filter, err := Keys.Parse(v)
	if err != nil {
		t.Fatal(err)
	}
	u, err := f.Unreached(context.Background(), filter, country)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// TestUnreached adds the answer up by hand: page 7 reaches women of 18 and over
// and men of 65 and over in Bavaria, and nobody in Berlin.
func TestUnreached(t *testing.T) {
	f := peopled(t)
	u := ask(t, f, "advertiser=meta:7", "")
	if u.Ads != 3 || u.Boxes != 3 || u.Country != "DE" || len(u.Countries) != 1 {
		t.Fatalf("%+v", u)
	}
	de := u.Countries[0]
	if want := int64(2100 + 3100 + 200 + 300 + 7 + 210 + 310 + 410); de.Unreached != want || de.From != 18 {
		t.Errorf("%d people unreached from %d on, want %d from 18", de.Unreached, de.From, want)
	}
	if want := int64(2000 + 3000 + 4000 + 4100); de.Surely != want || de.Possibly != 0 {
		t.Errorf("%d for certain and %d perhaps, want %d and 0", de.Surely, de.Possibly, want)
	}
	if r := u.Reach; r.Size.Lo != 13100 || r.Size.Hi != 13100 || r.Unsized != 0 || r.Basis.Of != de.People+2310 {
		t.Errorf("reach %+v", r)
	}
	if len(u.Grids) != 2 || u.Grids[0].Sex != "female" || strings.Join(u.Grids[0].Ages, " ") != "18–34 35–64 65+" || u.Grids[0].Cut {
		t.Fatalf("grids %+v", u.Grids)
	}
	women, men := u.Grids[0], u.Grids[1]
	if c := women.Regions[0].Cells[0]; women.Regions[0].Region != "DE/Bayern" || c.Ads != 2 || c.Unreached || c.People != 2000 {
		t.Errorf("women of 18 to 34 in Bavaria: %+v", c)
	}
	if c := men.Regions[0].Cells[0]; !c.Unreached || c.Ads != 0 {
		t.Errorf("men of 18 to 34 in Bavaria: %+v", c)
	}
	if c := women.Regions[1].Cells[2]; !c.Small || c.People != 0 || c.Unreached {
		t.Errorf("seven women of 65 and over in Berlin are told: %+v", c)
	}
	if u.Small != 1 || len(u.Least) != 7 || u.Least[0].People != 3100 || u.Most[0].AdsMay != 2 {
		t.Errorf("%d small, least %+v, most %+v", u.Small, u.Least, u.Most)
	}
	hidden := 0
	for _, c := range u.Cells {
		if c.Small {
			hidden++
			if c.People != 0 || c.May != 0 {
				t.Errorf("a small cell is told: %+v", c)
			}
		}
	}
	if hidden != 1 || len(u.Cells) != 16 {
		t.Errorf("%d cells, %d hidden", len(u.Cells), hidden)
	}
}

func TestUnreachedOfAnUncountedCountryIsAnError(t *testing.T) {
	f := peopled(t)
	filter, _ := Keys.Parse(url.Values{})
	if _, err := f.Unreached(context.Background(), filter, "FR"); err == nil || !strings.Contains(err.Error(), "population=FR") {
		t.Errorf("error %v", err)
	}
	if u := ask(t, sample(t), "", ""); u.Reach != nil || u.Ads == 0 { // no population at all
		t.Errorf("%+v", u)
	}
}

// TestSizesHaveTheirBasis: a size says what it rests on, and the portrait of an
// advertiser counts its boxes together.
func TestSizesHaveTheirBasis(t *testing.T) {
	f := peopled(t)
	a, err := f.Ad(context.Background(), "meta:3")
	if err != nil {
		t.Fatal(err)
	}
	b := a.Box.Basis
	if a.Box.Size.Lo != 3000 || a.Box.Size.Hi != 5000 || b.Narrow != 10_000 || b.Of != 22_047 || len(b.Reasons) != 1 || b.Reasons[0].Kind != "cut-age" || b.BitsLo == nil || *b.BitsLo != 2.1 || *b.BitsHi != 2.9 {
		t.Errorf("size %+v, basis %+v", a.Box.Size, b)
	}
	p, err := f.Advertiser(context.Background(), "meta:7")
	if err != nil {
		t.Fatal(err)
	}
	if p.Reach == nil || p.Reach.Size.Hi != 13100 || p.Cover == nil || p.Cover.Country != "DE" || p.Cover.From != 18 {
		t.Errorf("reach %+v, cover %+v", p.Reach, p.Cover)
	}
	for query, want := range map[string]int{"narrow=10000": 3, "narrow=1000": 0, "narrow=100|10000": 3, "size_max=13100": 3} {
		v, _ := url.ParseQuery(query)
		filter, err := Keys.Parse(v)
		if err != nil {
			t.Fatal(err)
		}
		if ads, err := f.Ads(context.Background(), filter); err != nil || ads.Total != want {
			t.Errorf("%s: %d ads, want %d; %v", query, ads.Total, want, err)
		}
	}
}

func TestPopulationQuestions(t *testing.T) {
	f := peopled(t)
	sources, err := f.Populations(context.Background())
	if err != nil || len(sources) != 3 || sources[0].File != "people.csv" || sources[0].Cells != 24 || !sources[1].Builtin {
		t.Errorf("sources %+v, %v", sources, err)
	}
	u, err := f.Unjoined(context.Background(), filter.Filter{})
	if err != nil || u.Places != 3 || u.Counted != 3 {
		t.Errorf("unjoined %+v, %v", u, err)
	}
	q, err := f.Quality(context.Background(), filter.Filter{})
	if err != nil || len(q) != 0 {
		t.Errorf("quality without any estimate %+v, %v", q, err)
	}
}

// TestAdvertiserSizes: the list says of each advertiser what its portrait says, and
// its narrowest box is that of the list of its ads sorted by size.
func TestAdvertiserSizes(t *testing.T) {
	ctx := context.Background()
	f := peopled(t)
	list, err := f.Advertisers(ctx, filter.Filter{Sort: "size"})
	if err != nil || len(list.Rows) == 0 {
		t.Fatalf("%+v, %v", list, err)
	}
	last := int64(-1)
	for _, a := range list.Rows {
		p, err := f.Advertiser(ctx, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(a.Reach, p.Reach) {
			t.Errorf("%s reaches %+v in the list, %+v in its portrait", a.ID, a.Reach, p.Reach)
		}
		values := url.Values{"advertiser": {a.ID}, "sort": {"size"}}
		filter, err := Keys.Parse(values)
		if err != nil {
			t.Fatal(err)
		}
		boxes, err := f.Audiences(ctx, filter)
		if err != nil || len(boxes.Rows) != a.Boxes {
			t.Fatalf("%s has %d boxes of %d, %v", a.ID, len(boxes.Rows), a.Boxes, err)
		}
		narrowest := boxes.Rows[0].Box
		if a.Narrowest == nil {
			if narrowest.Size.Stated {
				t.Errorf("%s has no narrowest box, and yet %+v", a.ID, narrowest.Size)
			}
			continue
		}
		if a.Narrowest.Size != narrowest.Size || a.Narrowest.Size.Hi < last {
			t.Errorf("%s: narrowest %+v, first of its boxes %+v, the advertiser before %d", a.ID, a.Narrowest.Size, narrowest.Size, last)
		}
		last = a.Narrowest.Size.Hi
	}
}
