package library

// Truth is what the libraries do not tell. It is written beside them and read by
// whoever scores answers, never imported.
type Truth struct {
	Seed           uint64          `json:"seed"`
	Voters         int             `json:"voters"`
	Parties        []PartyTruth    `json:"parties"`
	Contradictions []Contradiction `json:"contradictions"`
	ShutOut        []ShutOut       `json:"shut_out"`
	Networks       [][]string      `json:"networks"` // ids of pages that belong together
	Unreached      []Unreached     `json:"unreached"`
	Ads            []AdTruth       `json:"ads"`
}

// Unreached is a group of adults of whom nobody is in any box of a page's ads in
// Meta's library, hidden criteria counted.
type Unreached struct {
	Page   string `json:"page"`
	Region string `json:"region"`
	From   int    `json:"from_age"` // of the age groups of the census
}

// PartyTruth is how a party campaigned, by its first page.
type PartyTruth struct {
	Page     string `json:"page"`
	Apart    bool   `json:"told_boxes_different_things"`
	TwoFaced bool   `json:"contradicted_itself"`
	Ads      int    `json:"ads_in_meta"`
}

// Contradiction is a pair of promises of one party to boxes that nobody is in both
// of.
type Contradiction struct {
	Page    string `json:"page"`
	Issue   string `json:"issue"`
	For     string `json:"for"`     // sentence
	Against string `json:"against"` // sentence
}

// ShutOut is whom a party speaks to in no ad.
type ShutOut struct {
	Page  string   `json:"page"`
	By    string   `json:"by"` // region, age
	Names []string `json:"names,omitempty"`
	From  int      `json:"from_age,omitempty"`
}

// AdTruth is one ad.
type AdTruth struct {
	ID       string `json:"id"` // archive and id
	Page     string `json:"page"`
	Issue    string `json:"issue"`
	Side     int    `json:"side"`
	Box      string `json:"box"` // in the language of package audience, with what the library hides
	People   int    `json:"people"`
	Shown    int64  `json:"impressions"`
	Reached  int64  `json:"reached"`
	Micros   int64  `json:"micro_euros"`
	Hidden   bool   `json:"hidden"` // the library does not show all of the box
	Vanished bool   `json:"vanished"`
	Text     string `json:"text,omitempty"` // "" if the library does not show it
}
