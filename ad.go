package contrechamp

import "github.com/contrechamp/contrechamp/audience"

// Ad is one entry of an archive: what was said, by whom, paid by whom, for how
// much, aimed at whom, and who saw it.
type Ad struct {
	ID AdID

	Advertiser     AdvertiserID
	AdvertiserName string
	// Payer is who paid, in the archive's spelling; "" if it does not say.
	Payer string
	// Country is where the archive says that the ad ran, ISO 3166-1 alpha-2,
	// "" if it does not say. Several are joined by commas.
	Country string

	Texts     []Text   // one a creative; none if the archive publishes no text
	Links     []string // where it leads, where to see it
	Creative  string   // a key that ads with the same picture or film share, "" if none
	Platforms string   // the archive's own words, joined by commas
	Kind      string   // the platform's type of ad (TEXT, VIDEO), or ""

	Start, End, Created Date

	Money       Money
	Impressions Range
	Clicks      Range

	// Audience is whom the advertiser asked for: the box. Never nil. Where an
	// archive publishes many ads of one box it hands out one pointer.
	Audience *audience.Expr
	// Context is where the ad was to be shown (placements, keywords, sites):
	// not part of the box. Nil if the archive says nothing.
	Context *audience.Expr
	// Marks are words about how the audience was read, such as
	// "standing-free" for IRA sections joined by and.
	Marks []string

	// Estimate is the platform's own size of the audience.
	Estimate Range
	// Reached is how many accounts saw the ad, and Delivered who they were.
	Reached   Range
	Delivered []Band

	Remarks []Remark
	Repairs []Repair

	Row Row
}

// Row says where in a file something stands.
type Row struct {
	File string // inside a folder or zip, its own name
	Line int    // of the row's first line, from 1; for JSON arrays the element's number from 1
	// Raw is the row as it stands in the file (for CSV the record with its line
	// end cut), kept in the raw layer. The reader may reuse the bytes after the
	// call that hands it over.
	Raw []byte
}

// Reject is a row that could not be read: kept, counted, shown.
type Reject struct {
	Row    Row
	ID     AdID     // if it could be read
	Reason string   // a word of RejectReasons
	Detail Sentence // what is wrong
}

// Tally is money or a count that an archive states about an advertiser, a week
// or a place, and not about an ad. Tallies of several kinds need not agree and
// none is derived from another.
type Tally struct {
	Kind           string // a word of TallyKinds
	Archive        string
	Advertiser     AdvertiserID
	AdvertiserName string
	Payer          string // the disclaimer
	Country        string
	Region         string
	Election       string
	Keyword        string
	From, To       Date
	Money          Money
	Ads            Range
	Criterion      *audience.Expr // to what the ads counted were aimed, nil but for page-targeting
	Share          float64        // with a criterion: the part of the page's money that went to them, of 1; -1 if not stated
	Row            Row
}
