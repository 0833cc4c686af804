package market

// Parameters are the numbers of this package that are assumed and not computed,
// by the names of machine/parameters.json, which says where they come from.
func Parameters() map[string]float64 {
	return map[string]float64{
		"market.kappa":         Standard().Kappa,
		"market.floor_median":  floorMedian,
		"market.floor_spread":  floorSpread,
		"market.candidates":    candidatesEach,
		"market.pacing_sample": pacingSample,
		"market.pacing_rounds": pacingRounds,
		"market.pacing_power":  pacingPower,
		"market.budget_parts":  thinBins,
		"market.smallest_box":  SmallestBox,
	}
}
