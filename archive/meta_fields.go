package archive

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp"
)

// metaAd is an ad in the interface's own fields. Numbers come as strings or
// numbers; a field that does not apply is absent.
type metaAd struct {
	ID           str          `json:"id"`
	ArchiveID    str          `json:"ad_archive_id"`
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
	Ages         metaWords    `json:"target_ages"`
	Gender       str          `json:"target_gender"`
	Locations    metaLocation `json:"target_locations"`
	Payers       []struct {
		Payer   str   `json:"payer"`
		Current *bool `json:"current"`
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
	if v.ID == "" {
		v.ID = v.ArchiveID
	}
	if v.Estimate == (metaRange{}) {
		v.Estimate = v.Potential
	}
	if len(v.Regions) == 0 {
		v.Regions = v.RegionsThen
	}
}

// metaNested are the columns whose cells hold JSON.
var metaNested = map[string]bool{
	"ad_creative_bodies": true, "ad_creative_link_titles": true, "ad_creative_link_descriptions": true,
	"ad_creative_link_captions": true, "languages": true, "spend": true, "impressions": true,
	"estimated_audience_size": true, "potential_reach": true, "publisher_platforms": true, "target_ages": true,
	"target_locations": true, "beneficiary_payers": true, "age_country_gender_reach_breakdown": true,
	"demographic_distribution": true, "delivery_by_region": true, "region_distribution": true,
}

type metaShare struct {
	Percentage str    `json:"percentage"`
	Age        string `json:"age"`
	Gender     string `json:"gender"`
	Region     string `json:"region"`
}

// share is a part of 1.
func (s metaShare) share(field string) (float64, *rowError) {
	x, err := strconv.ParseFloat(string(s.Percentage), 64)
	if err != nil || !(x >= 0 && x <= 1.001) {
		return 0, bad("bad-number", `{field} has the share "{percentage}", which is not between 0 and 1`, "field", field, "percentage", string(s.Percentage))
	}
	return x, nil
}

// str is a string that may come as a number.
type str string

func (s *str) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		var v string
		err := json.Unmarshal(b, &v)
		*s = str(strings.TrimSpace(v))
		return err
	}
	switch {
	case bytes.Equal(b, []byte("null")):
		*s = ""
	case len(b) > 0 && (b[0] == '{' || b[0] == '['):
		return fmt.Errorf("a list or object stands where a word or number should: %.40s", b)
	default:
		*s = str(b)
	}
	return nil
}

// metaTexts is a list of texts; one string is a list of one.
type metaTexts []string

func (t *metaTexts) UnmarshalJSON(b []byte) error {
	var list []*str
	if err := listOrOne(b, &list); err != nil {
		return err
	}
	for _, s := range list {
		if s != nil {
			*t = append(*t, string(*s))
		}
	}
	return nil
}

// metaWords is a list of words; one string holds them with commas between.
type metaWords []string

func (w *metaWords) UnmarshalJSON(b []byte) error {
	var list []*str
	if err := listOrOne(b, &list); err != nil {
		return err
	}
	for _, s := range list {
		if s == nil {
			continue
		}
		for word := range strings.SplitSeq(string(*s), ",") {
			if word = strings.TrimSpace(word); word != "" {
				*w = append(*w, word)
			}
		}
	}
	return nil
}

func listOrOne(b []byte, list *[]*str) error {
	if len(b) > 0 && b[0] == '[' {
		return json.Unmarshal(b, list)
	}
	var one *str
	if err := json.Unmarshal(b, &one); err != nil {
		return err
	}
	if one != nil && *one != "" {
		*list = []*str{one}
	}
	return nil
}

// metaRange is {"lower_bound": "0", "upper_bound": "99"}; the last bracket has
// no upper bound. Tables write it as JSON, as Python prints it, or as
// "lower_bound: 0, upper_bound: 99".
type metaRange struct {
	Lower str `json:"lower_bound"`
	Upper str `json:"upper_bound"`
}

var (
	lowerBound = regexp.MustCompile(`lower_bound\W+(-?[0-9.]+)`)
	upperBound = regexp.MustCompile(`upper_bound\W+(-?[0-9.]+)`)
)

func (r *metaRange) UnmarshalJSON(b []byte) error {
	type plain metaRange
	if len(b) > 0 && b[0] == '{' {
		return json.Unmarshal(b, (*plain)(r))
	}
	var s str
	if err := json.Unmarshal(b, &s); err != nil || s == "" {
		return err
	}
	lo, hi := lowerBound.FindStringSubmatch(string(s)), upperBound.FindStringSubmatch(string(s))
	if lo == nil && hi == nil {
		if _, err := strconv.ParseFloat(string(s), 64); err != nil {
			return fmt.Errorf("%.60q is no range", s)
		}
		r.Lower, r.Upper = s, s
		return nil
	}
	if lo != nil {
		r.Lower = str(lo[1])
	}
	if hi != nil {
		r.Upper = str(hi[1])
	}
	return nil
}

func (r metaRange) read(field string, number func(field, s string) (int64, *rowError)) (contrechamp.Range, *rowError) {
	var lo, hi int64
	var b *rowError
	if r.Lower == "" && r.Upper == "" {
		return contrechamp.Range{}, nil
	}
	if r.Lower != "" {
		if lo, b = number(field, string(r.Lower)); b != nil {
			return contrechamp.Range{}, b
		}
	}
	if r.Upper == "" {
		return contrechamp.AtLeast(lo), nil
	}
	if hi, b = number(field, string(r.Upper)); b != nil {
		return contrechamp.Range{}, b
	}
	if hi < lo {
		return contrechamp.Range{}, bad("bad-range", "{field} goes from {lower} down to {upper}", "field", field, "lower", string(r.Lower), "upper", string(r.Upper))
	}
	return contrechamp.Between(lo, hi), nil
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
	Excluded bool   `json:"excluded"`
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

// metaObject makes a JSON object of a row of a table. Columns of the form
// spend.lower_bound, spend_lower and spend_upper are put together.
func metaObject(names []string, cells [][]byte) []byte {
	object := make(map[string]json.RawMessage, len(names))
	ranges := map[string]*metaRange{}
	for i, name := range names {
		cell := bytes.TrimSpace(cells[i])
		if len(cell) == 0 || bytes.Equal(cell, []byte("NA")) || bytes.Equal(cell, []byte("nan")) {
			continue
		}
		base, bound, ok := strings.Cut(name, ".")
		if !ok {
			if base, ok = strings.CutSuffix(name, "_lower"); ok {
				bound = "lower_bound"
			} else if base, ok = strings.CutSuffix(name, "_upper"); ok {
				bound = "upper_bound"
			}
		}
		if ok && metaNested[base] {
			if ranges[base] == nil {
				ranges[base] = &metaRange{}
			}
			number := str(strings.TrimSuffix(string(cell), ".0"))
			switch bound {
			case "lower_bound":
				ranges[base].Lower = number
			case "upper_bound":
				ranges[base].Upper = number
			}
			continue
		}
		if metaNested[name] {
			if cell[0] != '{' && cell[0] != '[' {
				object[name] = quoteJSON(cell)
			} else if json.Valid(cell) {
				object[name] = bytes.Clone(cell)
			} else if converted := pythonToJSON(cell); json.Valid(converted) {
				object[name] = converted
			} else {
				object[name] = quoteJSON(cell)
			}
			continue
		}
		object[name] = quoteJSON(cell)
	}
	for name, r := range ranges {
		object[name], _ = json.Marshal(r)
	}
	out, _ := json.Marshal(object)
	return out
}

func quoteJSON(s []byte) json.RawMessage {
	out, _ := json.Marshal(string(s))
	return out
}
