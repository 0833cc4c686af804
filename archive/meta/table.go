package meta

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/contrechamp/contrechamp/archive/rows"
)

// metaNested are the columns whose cells hold JSON.
var metaNested = map[string]bool{
	"ad_creative_bodies": true, "ad_creative_link_titles": true, "ad_creative_link_descriptions": true,
	"ad_creative_link_captions": true, "languages": true, "spend": true, "impressions": true,
	"estimated_audience_size": true, "potential_reach": true, "publisher_platforms": true, "target_ages": true,
	"target_locations": true, "beneficiary_payers": true, "age_country_gender_reach_breakdown": true,
	"demographic_distribution": true, "delivery_by_region": true, "region_distribution": true,
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
			} else if converted := rows.PythonToJSON(cell); json.Valid(converted) {
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
