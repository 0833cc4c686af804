package library

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// snapHeader are the columns of PoliticalAds.csv as of 2023. The library has films
// and no texts.
var snapHeader = strings.Split("ADID,CreativeUrl,Currency Code,Spend,Impressions,StartDate,EndDate,OrganizationName,BillingAddress,CandidateBallotInformation,PayingAdvertiserName,Gender,AgeBracket,CountryCode,Regions (Included),Regions (Excluded),Electoral Districts (Included),Electoral Districts (Excluded),Radius Targeting (Included),Radius Targeting (Excluded),Metros (Included),Metros (Excluded),Postal Codes (Included),Postal Codes (Excluded),Location Categories (Included),Location Categories (Excluded),Interests,OsType,Segments,Language,AdvancedDemographics,Targeting Connection Type,Targeting Carrier (ISP),CreativeProperties,CommitteeName,CommitteeIdentificationNumber,DisclosureNameOfCommittee,AdvertisingJurisdiction", ",")

func (s *Sold) writeSnap(w io.Writer, country string) error {
	out := csv.NewWriter(w)
	out.Write(snapHeader)
	for k := range s.Ads {
		a, d := &s.Ads[k], &s.ads[k]
		if a.Platform != "snap" {
			continue
		}
		age := strconv.Itoa(int(a.Box.From)) + "+"
		if a.Box.To > 0 {
			age = fmt.Sprintf("%d-%d", a.Box.From, a.Box.To)
		}
		gender := ""
		switch {
		case a.Box.Women:
			gender = "FEMALE"
		case a.Box.Men:
			gender = "MALE"
		}
		page := &s.Pages[a.Page]
		row := map[string]string{
			"ADID": a.ID, "CreativeUrl": a.Film, "Currency Code": "EUR", "Spend": strconv.FormatInt(d.micros/1_000_000, 10),
			"Impressions": strconv.FormatInt(d.impressions, 10),
			"StartDate":   before(a.From).Format("2006/01/02") + " 06:00:00Z", "EndDate": before(a.To).Format("2006/01/02") + " 21:00:00Z",
			"OrganizationName": page.Name, "BillingAddress": "1 place de l’Invention,Saint-Aubrin,0101,XV", "PayingAdvertiserName": page.Payer,
			"Gender": gender, "AgeBracket": age, "CountryCode": strings.ToLower(country),
			"Regions (Included)": strings.Join(a.Box.In, ","), "Regions (Excluded)": strings.Join(a.Box.Out, ","), "Interests": a.Box.Interest,
			"CreativeProperties": "web_view_url:https://" + page.Site + "/snap", "AdvertisingJurisdiction": s.Country,
		}
		var cells []string
		for _, name := range snapHeader {
			cells = append(cells, row[name])
		}
		out.Write(cells)
	}
	out.Flush()
	return out.Error()
}
