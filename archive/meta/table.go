package meta

import (
	"encoding/json"
)

// metaNested are the columns whose cells hold JSON.
var metaNested = map[string]bool{
	"ad_creative_bodies": true, "ad_creative_link_titles": true, "ad_creative_link_descriptions": true,
	"ad_creative_link_captions": true, "languages": true, "spend": true, "impressions": true,
	"estimated_audience_size": true, "potential_reach": true, "publisher_platforms": true, "target_ages": true,
	"target_locations": true, "beneficiary_payers": true, "age_country_gender_reach_breakdown": true,
	"demographic_distribution": true, "total_reach_by_location": true, "delivery_by_region": true, "region_distribution": true,
}

func quoteJSON(s []byte) json.RawMessage {
	out, _ := json.Marshal(string(s))
	return out
}
