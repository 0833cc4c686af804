package meta

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/rows"
)

// metaAd is an ad in the interface's own fields. Numbers come as strings or
// numbers; a field that does not apply is absent.
type metaAd struct {
	ID           str          `json:"id"`
	ArchiveID    str          `json:"ad_archive_id"`
	AdID         str          `json:"ad_id"`
	MongoID      mongoID      `json:"_id"` // of a database's export, where the entry has no other
	Created      str          `json:"ad_creation_time"`
	Start        str          `json:"ad_delivery_start_time"`
	End          str          `json:"ad_delivery_stop_time"`
	Bodies       metaTexts    `json:"ad_creative_bodies"`
	Titles       metaTexts    `json:"ad_creative_link_titles"`
	Descriptions metaTexts    `json:"ad_creative_link_descriptions"`
	Captions     metaTexts    `json:"ad_creative_link_captions"`
	Languages    metaWords    `json:"languages"`
	PageID       str          `json:"page_id"`
	PageName     str          `json:"page_name"`
	Bylines      str          `json:"bylines"`
	Byline       str          `json:"byline"` // of the CSV that the library's page makes
	Currency     str          `json:"currency"`
	Spend        metaRange    `json:"spend"`
	Impressions  metaRange    `json:"impressions"`
	Estimate     metaRange    `json:"estimated_audience_size"`
	Potential    metaRange    `json:"potential_reach"` // its name until 2021
	Platforms    metaWords    `json:"publisher_platforms"`
	Reach        str          `json:"eu_total_reach"`
	BrazilReach  str          `json:"br_total_reach"`
	BritainReach str          `json:"uk_total_reach"`
	ReachByPlace placeReach   `json:"total_reach_by_location"`
	Ages         metaWords    `json:"target_ages"`
	Gender       str          `json:"target_gender"`
	Locations    metaLocation `json:"target_locations"`
	Payers       []struct {
		Payer   str  `json:"payer"`
		Current *yes `json:"current"`
	} `json:"beneficiary_payers"`
	Breakdown []struct {
		Country string `json:"country"`
		Bands   []struct {
			Age     string `json:"age_range"`
			Male    *str   `json:"male"`
			Female  *str   `json:"female"`
			Unknown *str   `json:"unknown"`
		} `json:"age_gender_breakdowns"`
	} `json:"age_country_gender_reach_breakdown"`
	Demographics []metaShare `json:"demographic_distribution"`
	Regions      []metaShare `json:"delivery_by_region"`

	// Names until 2021.
	Body        metaTexts   `json:"ad_creative_body"`
	Title       metaTexts   `json:"ad_creative_link_title"`
	Description metaTexts   `json:"ad_creative_link_description"`
	Caption     metaTexts   `json:"ad_creative_link_caption"`
	Funding     str         `json:"funding_entity"`
	RegionsThen []metaShare `json:"region_distribution"`
}

// older moves what stands under names until 2021 to those of today.
func (v *metaAd) older() {
	for _, x := range []struct{ now, then *metaTexts }{{&v.Bodies, &v.Body}, {&v.Titles, &v.Title}, {&v.Descriptions, &v.Description}, {&v.Captions, &v.Caption}} {
		if len(*x.now) == 0 {
			*x.now = *x.then
		}
	}
	for _, name := range []str{v.Byline, v.Funding} {
		if v.Bylines == "" {
			v.Bylines = name
		}
	}
	if !ownNumber.MatchString(string(v.MongoID)) {
		v.MongoID = ""
	}
	if v.ArchiveID != "" { // beside it an id is somebody's own number of the row
		v.ID = v.ArchiveID
	}
	for _, id := range []str{v.AdID, str(v.MongoID)} {
		if v.ID == "" {
			v.ID = id
		}
	}
	if v.Estimate == (metaRange{}) {
		v.Estimate = v.Potential
	}
	if len(v.Regions) == 0 {
		v.Regions = v.RegionsThen
	}
}

// plainIDs writes the ids of the ad and its page as the library has them: numbers
// may come as 9001.0 or in E form. An ad whose id has lost digits is no ad; a page
// whose id has is not known, which the remark says.
func (v *metaAd) plainIDs() (*contrechamp.Remark, *rows.Error) {
	id, lost := rows.PlainID(string(v.ID))
	switch {
	case lost:
		return nil, rows.Bad("no-id", `the id "{raw}" has lost digits in a spreadsheet: export it as text`, "raw", rows.Short(string(v.ID)))
	case id != "" && !adID.MatchString(id):
		return nil, rows.Bad("no-id", `the id "{raw}" is no ad's number`, "raw", rows.Short(string(v.ID)))
	}
	v.ID = str(id)
	page, lost := rows.PlainID(string(v.PageID))
	if lost {
		r := rows.IDLost("page_id", string(v.PageID))
		v.PageID = ""
		return &r, nil
	}
	v.PageID = str(page)
	return nil, nil
}

// adID is what an ad's id may look like.
var adID = regexp.MustCompile(`^[0-9A-Za-z_-]+$`)

// ownNumber is an ad's number, where an entry has only the id that a database
// calls its own.
var ownNumber = regexp.MustCompile(`^[0-9]{1,20}(?:\.0)?$`)

// placeReach is how many accounts saw the ad in each place: a list of key and
// value, or an object by place.
type placeReach []struct {
	Key   string `json:"key"`
	Value str    `json:"value"`
}

func (p *placeReach) UnmarshalJSON(b []byte) error {
	type plain placeReach
	if len(b) == 0 || b[0] != '{' {
		return json.Unmarshal(b, (*plain)(p))
	}
	var byPlace map[string]str
	if err := json.Unmarshal(b, &byPlace); err != nil {
		return err
	}
	for _, where := range slices.Sorted(maps.Keys(byPlace)) {
		*p = append(*p, struct {
			Key   string `json:"key"`
			Value str    `json:"value"`
		}{where, byPlace[where]})
	}
	return nil
}

type metaShare struct {
	Percentage str    `json:"percentage"`
	Age        string `json:"age"`
	Gender     string `json:"gender"`
	Region     string `json:"region"`
}

// share is a part of 1.
func (s metaShare) share(field string) (float64, *rows.Error) {
	x, err := strconv.ParseFloat(string(s.Percentage), 64)
	if err != nil || !(x >= 0 && x <= 1.001) {
		return 0, rows.Bad("bad-number", `{field} has the share "{percentage}", which is not between 0 and 1`, "field", field, "percentage", string(s.Percentage))
	}
	return x, nil
}

// metaLocation is the list of places that were aimed at or excluded. What is
// no list is kept as other.
type metaLocation struct {
	list []metaPlace
	raw  string
}

type metaPlace struct {
	Name     string `json:"name"`
	Hidden   str    `json:"num_obfuscated"`
	Type     string `json:"type"`
	Excluded yes    `json:"excluded"`
}

// yes is true or false, which may come as a word.
type yes bool

func (y *yes) UnmarshalJSON(b []byte) error {
	switch strings.ToLower(strings.Trim(string(b), `" `)) {
	case "true", "1", "yes":
		*y = true
	case "false", "0", "no", "null", "":
		*y = false
	default:
		return errors.New("neither true nor false")
	}
	return nil
}

func (l *metaLocation) UnmarshalJSON(b []byte) error {
	if bytes.Equal(b, []byte("null")) || json.Unmarshal(b, &l.list) == nil {
		return nil
	}
	l.list = nil
	var s string
	if json.Unmarshal(b, &s) == nil {
		l.raw = strings.TrimSpace(s)
	} else {
		l.raw = string(b)
	}
	return nil
}
