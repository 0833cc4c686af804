package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"github.com/contrechamp/contrechamp/internal/published"
)

// cells are columns of a row by short names.
type cells struct {
	age, gender, regions, notRegions, radius, zips, notZips, venues, notVenues string
	interests, os, language, demographics, connection, carrier                 string
	list                                                                       bool
}

// snapCampaign is a set of films for a set of boxes. The library has no texts.
type snapCampaign struct {
	org, payer, ballot string
	site               string
	ads, euros, films  int
	from, to           string
	boxes              []cells
}

// No ad begins in the week of 20 April: this library lost it.
var lostFrom, lostTo = date("04-20"), date("04-26")

func writeSnap(w io.Writer, r *rand.Rand) error {
	type row struct {
		start time.Time
		cells []string
	}
	var rows []row
	for i := range snapCampaigns {
		c := &snapCampaigns[i]
		from, to := date(c.from), date(c.to)
		span := int(to.Sub(from)/days(1)) + 1
		var films []string
		for range c.films {
			films = append(films, "https://www.snap.com/political-ads/asset/"+hex(r, 40)+"?mediaType=mp4")
		}
		for n := range c.ads {
			b := c.boxes[n%len(c.boxes)]
			start := from.Add(days(r.IntN(span)))
			if !start.Before(lostFrom) && !start.After(lostTo) {
				start = start.Add(days(7))
			}
			if !start.Before(truceFrom) && !start.After(truceTo) {
				start = start.Add(days(4))
			}
			end := start.Add(days(2 + r.IntN(12)))
			if end.After(electionDay) {
				end = electionDay
			}
			week := start.Sub(date("03-02")).Hours() / 24 / 7
			spend := int(float64(c.euros)*(.45+week/13*1.2)*math.Exp(r.NormFloat64()*.4)) + 1
			views := int(float64(spend) / (2 + r.Float64()*4) * 1000)
			segments := ""
			if b.list {
				segments = "Provided by Advertiser"
			}
			film := films[(n/len(c.boxes)+n)%len(films)]
			payer := c.payer
			rows = append(rows, row{start, []string{
				hex(r, 40), film, "EUR", strconv.Itoa(spend), strconv.Itoa(views),
				start.Add(time.Duration(5+r.IntN(10)) * time.Hour).Format("2006/01/02 15:04:05Z"),
				end.Add(22 * time.Hour).Format("2006/01/02 15:04:05Z"),
				c.org, "1 place de l’Invention,Saint-Aubrin,0101,XV", c.ballot, payer, b.gender, b.age, "valombre",
				b.regions, b.notRegions, "", "", b.radius, "", "", "", b.zips, b.notZips, b.venues, b.notVenues,
				b.interests, b.os, segments, b.language, b.demographics, b.connection, b.carrier,
				"web_view_url:https://" + c.site + "/snap", "", "", "", "XV",
			}})
		}
	}
	slices.SortStableFunc(rows, func(a, b row) int { return a.start.Compare(b.start) })
	// One row ends before it begins, one is billed below nothing.
	at := func(name string) int { return slices.Index(published.SnapColumns, name) }
	odd := rows[len(rows)/3]
	odd.cells[at("EndDate")] = odd.start.Add(-days(2)).Format("2006/01/02 15:04:05Z")
	bad := slices.Clone(rows[len(rows)*3/4].cells)
	bad[at("ADID")], bad[at("Spend")] = hex(r, 40), "-12"
	out := csv.NewWriter(w)
	out.Write(published.SnapColumns)
	for i, row := range rows {
		if len(row.cells) != len(published.SnapColumns) {
			return fmt.Errorf("row %d has %d cells", i, len(row.cells))
		}
		out.Write(row.cells)
		if i == len(rows)*3/4 {
			out.Write(bad)
		}
	}
	out.Flush()
	return out.Error()
}

func hex(r *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = "0123456789abcdef"[r.IntN(16)]
	}
	return string(b)
}

const aroundCampus = "latitude 47.5512;longitude 5.9034;radius 5.0"

var snapCampaigns = []snapCampaign{
	{org: "Parti du Fleuve", payer: "Comité Fleuve 2026", ballot: "Élection du 7 juin 2026", site: "parti-du-fleuve.example", ads: 14, euros: 420, films: 2, from: "05-10", to: "06-04", boxes: []cells{
		{age: "18-34", regions: "Saint-Aubrin,Port-Ermeuil", interests: "Cycling,Climate & Environment,Public Transport", list: true, notZips: "0107,0118"},
		{age: "18-34", regions: "Saint-Aubrin,Port-Ermeuil", interests: "Cycling,Climate & Environment,Public Transport", demographics: "Education (Some College),College Graduates"}}},
	{org: "Parti du Fleuve", payer: "Parti du Fleuve", ballot: "Élection du 7 juin 2026", site: "parti-du-fleuve.example", ads: 12, euros: 380, films: 2, from: "05-10", to: "06-04", boxes: []cells{
		{age: "35++", regions: "Haute-Lisse,Obersteinach", interests: "Automotive Enthusiasts,Camping & Motorhomes"},
		{age: "35++", gender: "MALE", regions: "Haute-Lisse", interests: "Automotive Enthusiasts,dlxc_2041", demographics: "Occupation (Farming, Fishing or Forestry),Small Business Owners"}}},
	{org: "Parti du Fleuve", payer: "Parti du Fleuve", ballot: "Élection du 7 juin 2026", site: "parti-du-fleuve.example", ads: 8, euros: 90, films: 1, from: "03-09", to: "05-20", boxes: []cells{
		{age: "18-24", radius: aroundCampus, venues: "Colleges & Universities", notVenues: "Places of Worship"}}},
	{org: "Parti du Fleuve", payer: "", site: "parti-du-fleuve.example", ads: 4, euros: 160, films: 1, from: "05-11", to: "06-01", boxes: []cells{
		{age: "18-49", notRegions: "Niederau,Brumaie", list: true}}},
	{org: "Les Terrasses", payer: "Association Les Terrasses", ballot: "Élection du 7 juin 2026", site: "les-terrasses.example", ads: 20, euros: 210, films: 3, from: "03-02", to: "06-03", boxes: []cells{
		{age: "18-34", regions: "Saint-Aubrin,Clairval", demographics: "Home Status (Renter)"},
		{age: "18-34", regions: "Port-Ermeuil", demographics: "Home Status (Renter)", interests: "Nightlife,Live Music", list: true},
		{age: "21-34", gender: "FEMALE", regions: "Saint-Aubrin", demographics: "New Moms,Parents of Toddlers", notZips: "0101,0102"}}},
	{org: "Union des Métiers", payer: "Union des Métiers", ballot: "Élection du 7 juin 2026", site: "union-des-metiers.example", ads: 16, euros: 190, films: 2, from: "03-02", to: "06-03", boxes: []cells{
		{age: "25+", regions: "Valdor,Basse-Lisse,Rivelune", demographics: "Small Business Owners,Occupation (Construction, Crafts or Repair)", list: true},
		{age: "17-", regions: "Valdor,Basse-Lisse", interests: "DIY & Tools", demographics: "Education (Vocational School)"}}},
	{org: "Le Levain", payer: "Le Levain, mouvement citoyen", site: "le-levain.example", ads: 18, euros: 150, films: 2, from: "03-02", to: "06-04", boxes: []cells{
		{age: "18+", regions: "Les Salines,Brumaie", interests: "Trade Unions,Bakeries", demographics: "HHI: <30k,Household Income ( €30,000-€39,999)"},
		{age: "18-34", zips: "408840124013", carrier: "Country valombre Carrier Valtel,Country valombre Carrier Orme Mobile"},
		{age: "18+", zips: "-9223372036854775808"}}},
	{org: "Lande & Liberté", payer: "Société d’édition du Plateau", ballot: "Élection du 7 juin 2026", site: "lande-liberte.example", ads: 16, euros: 230, films: 2, from: "03-09", to: "06-04", boxes: []cells{
		{age: "18-34", gender: "MALE", notRegions: "Saint-Aubrin,Port-Ermeuil,Clairval", interests: "Hunting & Fishing,Off-Road Vehicles"},
		{age: "25++", gender: "MALE", regions: "Brumaie,Haute-Lisse", interests: "Hunting & Fishing", list: true, connection: "CELL", os: "ANDROID"},
		{age: "18+", regions: "Basse-Lisse", interests: "Catholic Pilgrimages,Folk Festivals", notVenues: "Mosques,Union Halls,Colleges & Universities"}}},
	{org: "Bund der Täler", payer: "Bund der Täler e. V.", ballot: "Wahl am 7. Juni 2026", site: "bund-der-taeler.example", ads: 9, euros: 140, films: 1, from: "03-30", to: "06-03", boxes: []cells{
		{age: "16+", regions: "Obersteinach,Niederau", language: "de"},
		{age: "18-34", notRegions: "Obersteinach,Niederau", language: "de"}}},
	{org: "Rives Vivantes", payer: "Fondation Rives Vivantes", site: "rives-vivantes.example", ads: 9, euros: 130, films: 1, from: "03-16", to: "06-01", boxes: []cells{
		{age: "18-34", regions: "Rivelune,Saint-Aubrin", interests: "Outdoor & Nature,Climate & Environment", venues: "Parks & Riversides"},
		{age: "18-34", zips: "104", interests: "Outdoor & Nature"}}},
	{org: "Syndicat des dockers", payer: "Syndicat des dockers de Port-Ermeuil", site: "dockers-ermeuil.example", ads: 6, euros: 70, films: 1, from: "03-30", to: "06-01", boxes: []cells{
		{age: "18+", radius: "latitude 47.1420;longitude 4.8871;radius 3.0,latitude 47.1602;longitude 4.9120;radius 1.6"}}},
	{org: "Commission électorale", payer: "République de Valombre", site: "elections-valombre.example", ads: 9, euros: 260, films: 1, from: "05-10", to: "06-05", boxes: []cells{
		{age: "18-24"}, {age: "18+", language: "fr,de"}}},
}
