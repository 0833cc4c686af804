package electorate

// Parameters are the numbers of this package that are assumed and not computed,
// by the names of machine/parameters.json, which says where they come from.
func Parameters() map[string]float64 {
	return map[string]float64{
		"electorate.fit":              fitEps,
		"electorate.survey_prior":     prior,
		"electorate.leak_scale":       leakScale,
		"electorate.issue_weight":     salience,
		"electorate.habit_share":      habitShare,
		"electorate.habit":            habit,
		"electorate.slots_median":     slotMedian,
		"electorate.slots_spread":     slotSpread,
		"electorate.turnout_base":     turnout.base,
		"electorate.turnout_year":     turnout.perYear,
		"electorate.turnout_interest": turnout.interest,
		"electorate.turnout_habit":    turnout.habit,
		"electorate.turnout_gap":      turnout.gap,
		"electorate.ties_alike":       alikeRounds,
		"electorate.ties_commune":     communeRounds,
		"electorate.ties_district":    districtRounds,
		"electorate.neighbourhood":    neighbours,
	}
}
