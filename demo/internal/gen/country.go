package main

import (
	"encoding/csv"
	"io"
	"maps"
	"slices"
	"strconv"
)

// region is a first-level region of Valombre with its people by age.
type region struct {
	name   string
	in, of string // French: "à Saint-Aubrin", "de Saint-Aubrin"
	en, de string // where it needs another word in English or German
	people [len(bands)]int
	women  float64 // the share of women among its adults of 25 to 64
}

// band is an age group of the census; to is inside, 0 means no top.
type band struct{ from, to int }

var bands = [...]band{{0, 14}, {15, 17}, {18, 24}, {25, 34}, {35, 44}, {45, 54}, {55, 64}, {65, 74}, {75, 0}}

// regions of Valombre: 5,900,000 people, 4,912,300 of them adults.
var regions = []region{
	{"Saint-Aubrin", "à Saint-Aubrin", "de Saint-Aubrin", "Saint-Aubrin", "Saint-Aubrin", [...]int{69300, 15700, 52300, 74500, 68200, 62400, 52900, 39100, 30600}, .512},
	{"Port-Ermeuil", "à Port-Ermeuil", "de Port-Ermeuil", "Port-Ermeuil", "Port-Ermeuil", [...]int{47400, 10800, 34400, 50100, 46000, 44300, 38700, 27400, 21100}, .488},
	{"Clairval", "à Clairval", "de Clairval", "Clairval", "Clairval", [...]int{101300, 23000, 70100, 86500, 102000, 111600, 105900, 78700, 63000}, .509},
	{"Rivelune", "en Rivelune", "de Rivelune", "Rivelune", "Rivelune", [...]int{97100, 22100, 59600, 78500, 98300, 110800, 107300, 82300, 65800}, .504},
	{"Les Salines", "aux Salines", "des Salines", "Les Salines", "Les Salines", [...]int{85300, 19400, 52000, 68900, 84800, 98900, 99200, 78600, 62800}, .501},
	{"Valdor", "au Valdor", "du Valdor", "Valdor", "Valdor", [...]int{88600, 20100, 53700, 71400, 88300, 102600, 101100, 80400, 64700}, .497},
	{"Basse-Lisse", "en Basse-Lisse", "de Basse-Lisse", "Basse-Lisse", "Basse-Lisse", [...]int{93000, 21100, 56000, 74700, 92700, 108100, 106300, 83100, 67300}, .499},
	{"Haute-Lisse", "en Haute-Lisse", "de Haute-Lisse", "Haute-Lisse", "Haute-Lisse", [...]int{48700, 11000, 27100, 40300, 52900, 51000, 52400, 42900, 33400}, .489},
	{"Montorge", "à Montorge", "de Montorge", "Montorge", "Montorge", [...]int{67400, 15300, 41900, 58700, 66200, 74800, 72100, 48300, 40100}, .494},
	{"Brumaie", "en Brumaie", "de Brumaie", "Brumaie", "Brumaie", [...]int{30300, 6900, 18100, 25400, 29800, 34600, 35200, 27700, 18800}, .492},
	{"Obersteinach", "à Obersteinach", "d’Obersteinach", "Obersteinach", "Obersteinach", [...]int{42000, 9500, 25200, 37600, 46300, 40400, 41900, 31800, 24800}, .493},
	{"Niederau", "à Niederau", "de Niederau", "Niederau", "Niederau", [...]int{34600, 7800, 19600, 28100, 33900, 40300, 40200, 29400, 23100}, .496},
}

// campus is the one place below a region that the invented census counts: the
// quarter around the university of Clairval, with 640 people of 18 to 24 and
// 270 of 25 to 34.
var campus = region{"Les Facultés", "aux Facultés", "des Facultés", "Les Facultés", "Les Facultés", [...]int{90, 30, 640, 270, 110, 80, 60, 40, 30}, .5}

func regionOf(name string) *region {
	for i := range regions {
		if regions[i].name == name {
			return &regions[i]
		}
	}
	return nil
}

// female is how many of the people of an age group are women.
func (r *region) female(i int) int {
	share := r.women
	switch b := bands[i]; {
	case b.to != 0 && b.to < 25:
		share = .489
	case b.from == 65:
		share += .03
	case b.from == 75:
		share += .085
	}
	return int(float64(r.people[i])*share/10+.5) * 10
}

// count is how many women or men of an age group a region has.
func (r *region) count(i int, gender string) int {
	if gender == "female" {
		return r.female(i)
	}
	return r.people[i] - r.female(i)
}

// writePopulation writes the census of 2025 in the plain CSV that package
// population documents.
func writePopulation(w io.Writer) error {
	c := csv.NewWriter(w)
	c.Write([]string{"region", "age_from", "age_to", "sex", "count", "year"})
	write := func(path string, r *region) {
		for i, b := range bands {
			to := strconv.Itoa(b.to)
			if b.to == 0 {
				to = ""
			}
			for _, sex := range []string{"female", "male"} {
				c.Write([]string{path, strconv.Itoa(b.from), to, sex, strconv.Itoa(r.count(i, sex)), "2025"})
			}
		}
	}
	for i := range regions {
		write("XV/"+regions[i].name, &regions[i])
	}
	write("XV/Clairval/county:"+campus.name, &campus)
	c.Flush()
	return c.Error()
}

// writePlaces writes in which regions the postcodes lie that ads name.
func writePlaces(w io.Writer) error {
	codes := map[string]bool{}
	for _, c := range campaigns {
		for _, b := range c.boxes {
			for _, s := range append(slices.Clone(b.in), b.out...) {
				if s.kind == "zips" {
					codes[s.name] = true
				}
			}
		}
	}
	for _, list := range []string{"0101", "0102", "0104", "0107", "0118", "4012", "4013", "4088"} {
		codes[list] = true // of the Snap file, as they were before the spreadsheet
	}
	c := csv.NewWriter(w)
	c.Write([]string{"place", "region"})
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		c.Write([]string{"XV/zip:" + code, "XV/" + zipRegion(code)})
	}
	c.Flush()
	return c.Error()
}
