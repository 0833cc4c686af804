package place

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"os"
	"regexp"
	"sort"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/internal/realdata"
)

// The tests below join the places of the real archives, as they are spelled
// there, and list what could not be joined: the golden lists change in review.

// joins counts entries and keeps the names that were not joined.
type joins struct {
	joined, all int
	missing     map[string]int
}

func (j *joins) see(ok bool, name string) {
	j.all++
	if ok {
		j.joined++
		return
	}
	if j.missing == nil {
		j.missing = map[string]int{}
	}
	j.missing[name]++
}

func (j *joins) check(t *testing.T, what string, joined, all int, missing ...string) {
	t.Helper()
	var names []string
	for n := range j.missing {
		names = append(names, n)
	}
	sort.Strings(names)
	sort.Strings(missing)
	if j.joined != joined || j.all != all || strings.Join(names, "|") != strings.Join(missing, "|") {
		t.Errorf("%s: %d of %d joined, want %d of %d; not joined: %q, want %q", what, j.joined, j.all, joined, all, names, missing)
	}
	t.Logf("%s: %d of %d joined; not joined: %q", what, j.joined, j.all, names)
}

func TestMetaPlaces(t *testing.T) {
	r := unzip(t, realdata.Dir(t, "meta", "ads_archive_de_2024.jsonl.gz"))
	var regions, countries, districts, delivered joins
	dec := json.NewDecoder(r)
	for {
		var ad struct {
			Places []struct{ Name, Type string } `json:"target_locations"`
			Reach  []struct{ Country string }    `json:"age_country_gender_reach_breakdown"`
		}
		if err := dec.Decode(&ad); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		for _, p := range ad.Places {
			switch p.Type {
			case "regions":
				got, ok := Lookup(p.Name)
				regions.see(ok && got.Kind == KindRegion && got.NUTS != "", p.Name)
			case "countries":
				got, ok := Lookup(p.Name)
				countries.see(ok && got.Kind == KindCountry, p.Name)
			case "KREISFREIE_STADTE", "COUNTY":
				name, country, _ := strings.Cut(p.Name, ", ")
				code, _ := Country(country)
				_, ok := county(code, name)
				districts.see(ok, p.Name)
			}
		}
		for _, c := range ad.Reach {
			_, ok := Country(c.Country)
			delivered.see(ok, c.Country)
		}
	}
	regions.check(t, "Meta regions", 2147, 2147)
	countries.check(t, "Meta countries", 1658, 1658)
	districts.check(t, "Meta districts", 20, 20)
	delivered.check(t, "Meta countries of delivery", delivered.all, delivered.all)
}

func TestSnapPlaces(t *testing.T) {
	var countries, regions joins
	for _, file := range []string{"PoliticalAds_2019.csv.gz", "PoliticalAds_2020.csv.gz"} {
		r := csv.NewReader(unzip(t, realdata.Dir(t, "snap", file)))
		head, err := r.Read()
		if err != nil {
			t.Fatal(err)
		}
		col := map[string]int{}
		for i, h := range head {
			col[h] = i
		}
		for {
			row, err := r.Read()
			if errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			name := row[col["CountryCode"]]
			country, ok := Country(name)
			countries.see(ok, name)
			for _, c := range []string{"Regions (Included)", "Regions (Excluded)"} {
				for _, v := range strings.Split(row[col[c]], ",") {
					if v != "" {
						_, ok := Region(country, v)
						regions.see(ok, country+"/"+v)
					}
				}
			}
		}
	}
	countries.check(t, "Snap countries", 9167, 9167)
	regions.check(t, "Snap regions", 10980, 10981, "GB/Bournemouth")
}

func TestIRAPlaces(t *testing.T) {
	dec := json.NewDecoder(unzip(t, realdata.Dir(t, "ira", "ira_ads.jsonl.gz")))
	// A state ends each list of cities, after a bracket or a blank.
	state := regexp.MustCompile(`^(?:exclude_)?location(?:_\w+)?:united_states:(?:.*\) )?([A-Z][A-Za-z ,.]*)$`)
	country := regexp.MustCompile(`^(?:exclude_)?location(?:_living_in|_recently_in)?:([A-Z][A-Za-z, ]*)$`)
	var states, countries joins
	for {
		var ad struct{ Targets []string }
		if err := dec.Decode(&ad); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		for _, target := range ad.Targets {
			if m := country.FindStringSubmatch(target); m != nil {
				for _, c := range strings.Split(m[1], ", ") {
					_, ok := Country(c)
					countries.see(ok, c)
				}
			}
			if m := state.FindStringSubmatch(target); m != nil {
				words, ok := strings.Fields(m[1]), false
				for i := max(0, len(words)-3); i < len(words) && !ok; i++ {
					_, ok = Region("US", strings.Join(words[i:], " "))
				}
				states.see(ok, m[1])
			}
		}
	}
	countries.check(t, "IRA countries", 2756, 2756)
	states.check(t, "IRA states", 1454, 1454)
}

func unzip(t *testing.T, file string) io.Reader {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// county finds a district, department, province of the second level.
func county(country, name string) (path string, ok bool) {
	if c := index().of(country); c != nil {
		if p := c.find(kindCounty, name); p != nil {
			return p.Path, true
		}
	}
	return "", false
}
