package contrechamp

// Stated is money that an archive states about an advertiser in rows that are
// no ads. It need not agree with the ads' own sums, and neither is part of the
// other: they are told side by side. Amounts of different kinds, currencies or
// days are never added; what is added is what cannot overlap, the disclaimers of
// a page in one report, and the weeks of an advertiser.
type Stated struct {
	Archive      string `json:"archive"`
	Kind         string `json:"kind"` // of a tally
	Country      string `json:"country,omitempty"`
	Region       string `json:"region,omitempty"`
	From         string `json:"from,omitempty"` // with To the days that the archive names, empty if it names none
	To           string `json:"to,omitempty"`
	Money        Money  `json:"money"`
	Ads          Range  `json:"ads"`                     // that the archive counts; none of them need be in the store
	Rows         int    `json:"rows"`                    // added up
	WithoutMoney int    `json:"without_money,omitempty"` // further rows of the same statement, whose amount is not disclosed
	Others       int    `json:"others,omitempty"`        // amounts of the same archive, kind and currency, none of them greater
}
