// Package published has the rows that platforms publish, in their own order of
// fields, for those who write archives of invented ads.
package published

import (
	"slices"
	"strconv"
	"strings"
)

// MetaAd is an answer of Meta's Ad Library interface.
type MetaAd struct {
	ID           string            `json:"id"`
	Created      string            `json:"ad_creation_time"`
	Start        string            `json:"ad_delivery_start_time"`
	Stop         string            `json:"ad_delivery_stop_time,omitempty"`
	PageID       string            `json:"page_id"`
	PageName     string            `json:"page_name"`
	Snapshot     string            `json:"ad_snapshot_url"`
	Platforms    []string          `json:"publisher_platforms"`
	Bodies       []string          `json:"ad_creative_bodies,omitempty"`
	Titles       []string          `json:"ad_creative_link_titles,omitempty"`
	Descriptions []string          `json:"ad_creative_link_descriptions,omitempty"`
	Captions     []string          `json:"ad_creative_link_captions,omitempty"`
	Languages    []string          `json:"languages,omitempty"`
	Bylines      string            `json:"bylines,omitempty"`
	Payers       []MetaPayer       `json:"beneficiary_payers,omitempty"`
	Currency     string            `json:"currency,omitempty"`
	Spend        *Bounds           `json:"spend,omitempty"`
	Impressions  *Bounds           `json:"impressions,omitempty"`
	Estimate     *Bounds           `json:"estimated_audience_size,omitempty"`
	Reach        int64             `json:"eu_total_reach"`
	Ages         []string          `json:"target_ages"`
	Gender       string            `json:"target_gender"`
	Locations    []MetaPlace       `json:"target_locations"`
	Breakdown    []MetaReach       `json:"age_country_gender_reach_breakdown"`
	Demographics []MetaDemographic `json:"demographic_distribution,omitempty"`
	Regions      []MetaRegion      `json:"delivery_by_region,omitempty"`
}

// MetaPayer is who paid for an ad, and for whom.
type MetaPayer struct {
	Payer       string `json:"payer"`
	Beneficiary string `json:"beneficiary"`
	Current     bool   `json:"current"`
}

// Bounds are the ends of a bracket; the last has no upper one.
type Bounds struct {
	Lower string `json:"lower_bound"`
	Upper string `json:"upper_bound,omitempty"`
}

// MetaPlace is a place that a box includes or excludes.
type MetaPlace struct {
	Name     string `json:"name"`
	Hidden   int    `json:"num_obfuscated"`
	Type     string `json:"type"`
	Excluded bool   `json:"excluded"`
}

// MetaReach is who saw an ad in a country.
type MetaReach struct {
	Country string     `json:"country"`
	Bands   []MetaBand `json:"age_gender_breakdowns"`
}

// MetaBand is how many of an age saw an ad.
type MetaBand struct {
	Age     string `json:"age_range"`
	Male    int64  `json:"male,omitempty"`
	Female  int64  `json:"female,omitempty"`
	Unknown int64  `json:"unknown,omitempty"`
}

// MetaDemographic is the share of an age and gender.
type MetaDemographic struct {
	Percentage string `json:"percentage"`
	Age        string `json:"age"`
	Gender     string `json:"gender"`
}

// MetaRegion is the share of a region.
type MetaRegion struct {
	Percentage string `json:"percentage"`
	Region     string `json:"region"`
}

// MetaSizes are the lower bounds of the brackets of Meta's estimated audience size.
var MetaSizes = []int64{0, 100, 501, 1001, 5001, 10001, 50001, 100001, 500001, 1000001}

// Bracket is the bracket that holds a number, of brackets by their lower bounds in
// whole numbers.
func Bracket(lower []int64, n int64) *Bounds {
	least, next := BracketEnds(lower, n)
	b := &Bounds{Lower: strconv.FormatInt(least, 10)}
	if next > least {
		b.Upper = strconv.FormatInt(next-1, 10)
	}
	return b
}

// BracketEnds are where the bracket that holds a number begins, and where the next
// does: where it begins itself, if it is the last. What is below the first is in it.
func BracketEnds(lower []int64, n int64) (least, next int64) {
	i, exact := slices.BinarySearch(lower, n)
	if !exact {
		i = max(i-1, 0)
	}
	return lower[i], lower[min(i+1, len(lower)-1)]
}

// FBPACAd is an ad as ProPublica's collector gave it: what a volunteer's browser
// saw, with what the platform said of why.
type FBPACAd struct {
	ID           string        `json:"id"`
	HTML         string        `json:"html"`
	Political    int           `json:"political"`
	NotPolitical int           `json:"not_political"`
	Title        string        `json:"title"`
	Message      string        `json:"message"`
	Created      string        `json:"created_at"`
	Updated      string        `json:"updated_at"`
	Lang         string        `json:"lang"`
	Impressions  int           `json:"impressions"`
	Probability  float64       `json:"political_probability"`
	Targeting    *string       `json:"targeting"`
	Targets      []FBPACTarget `json:"targets"`
	Advertiser   *string       `json:"advertiser"`
	Entities     []string      `json:"entities"`
	Page         string        `json:"page"`
	PaidForBy    *string       `json:"paid_for_by"`
}

// FBPACTarget is a reason, taken apart.
type FBPACTarget struct {
	Target  string `json:"target"`
	Segment string `json:"segment"`
}

// SnapColumns are the columns of Snap's PoliticalAds.csv as of 2023.
var SnapColumns = strings.Split("ADID,CreativeUrl,Currency Code,Spend,Impressions,StartDate,EndDate,OrganizationName,BillingAddress,CandidateBallotInformation,PayingAdvertiserName,Gender,AgeBracket,CountryCode,Regions (Included),Regions (Excluded),Electoral Districts (Included),Electoral Districts (Excluded),Radius Targeting (Included),Radius Targeting (Excluded),Metros (Included),Metros (Excluded),Postal Codes (Included),Postal Codes (Excluded),Location Categories (Included),Location Categories (Excluded),Interests,OsType,Segments,Language,AdvancedDemographics,Targeting Connection Type,Targeting Carrier (ISP),CreativeProperties,CommitteeName,CommitteeIdentificationNumber,DisclosureNameOfCommittee,AdvertisingJurisdiction", ",")
