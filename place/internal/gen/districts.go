package main

import (
	"encoding/csv"
	"log"
	"os"
	"strings"
)

// laender are the ISO codes of the German Länder by the first two digits of the
// district key.
var laender = map[string]string{
	"01": "DE-SH", "02": "DE-HH", "03": "DE-NI", "04": "DE-HB", "05": "DE-NW", "06": "DE-HE", "07": "DE-RP", "08": "DE-BW",
	"09": "DE-BY", "10": "DE-SL", "11": "DE-BE", "12": "DE-BB", "13": "DE-MV", "14": "DE-SN", "15": "DE-ST", "16": "DE-TH",
}

// newer are the NUTS codes of districts merged or recoded after 2013, in the
// codes of 2013.
var newer = map[string]string{"DE91C": "DE915 DE919", "DEB1C": "DEB16", "DEB1D": "DEB19"}

// readDistricts makes a county of each German district, and a city of each
// district that is one: a town that is a district of its own has the same name,
// and often a Landkreis around it has it too.
func readDistricts(file string, regions []*row) []*row {
	byCode := map[string]*row{}
	for _, r := range regions {
		byCode[r.code] = r
	}
	f, err := os.Open(file)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	cr := csv.NewReader(f)
	cr.Comma = ';'
	recs, err := cr.ReadAll()
	if err != nil {
		log.Fatalf("%s: %v", file, err)
	}
	count := map[string]int{}
	for _, rec := range recs[1:] {
		count[bare(rec[2])]++
	}
	var rows []*row
	for _, rec := range recs[1:] {
		ags, nuts := rec[0], rec[3]
		if n := newer[nuts]; n != "" {
			nuts = n
		}
		land := byCode[laender[ags[:2]]]
		own := bare(rec[2])
		town := rec[1] == "Kreisfreie Stadt" || rec[1] == "Stadtkreis"
		label := own
		if !town && count[own] > 1 {
			label = "Landkreis " + own
		}
		county := &row{path: land.path + "/county:" + label, kind: "county", code: ags, parent: land.path, nuts: nuts, source: "lk"}
		if !town && !strings.HasPrefix(own, "Landkreis ") && !strings.HasPrefix(own, "Region") {
			if label == own {
				county.names = append(county.names, name{"", "Landkreis " + own})
			}
			county.names = append(county.names, name{"", "Kreis " + own}, name{"", own + ", Landkreis"})
		}
		rows = append(rows, county)
		if town {
			rows = append(rows, &row{path: "DE/city:" + own, kind: "city", code: ags, parent: county.path, nuts: nuts, source: "lk"})
		}
	}
	return rows
}

// bare drops the title of a town: "Kiel, Landeshauptstadt".
func bare(s string) string {
	s, _, _ = strings.Cut(s, ",")
	return s
}
