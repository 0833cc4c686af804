package contrechamp

// TallyKinds are the kinds of Tally.
var TallyKinds = []string{
	"advertiser-total", // all an archive ever booked for an advertiser
	"advertiser-week",
	"region-total",
	"advertiser-region",
	"advertiser-declared", // who an advertiser says it is; no money
	"campaign",            // when a campaign ran and how many ads it had
	"report-day",          // the day of which a report is
	"page-report",         // a page and a disclaimer in the Ad Library Report
	"keyword",
	"page-audience",  // what a page spent in the days of the library's tab on audiences
	"page-targeting", // a criterion to which ads of the page were aimed in these days
}

// RejectReasons are the words for why a row could not be read.
var RejectReasons = []string{
	"bad-utf8",
	"too-long",      // a line over MaxRow
	"wrong-columns", // not the number that the header promises
	"bad-json",
	"no-id",
	"bad-date",     // not a date, or one outside 2004 to 2100
	"bad-number",   // not a number, or a negative one
	"bad-range",    // a lower bound above the upper one
	"two-contents", // one id, two different rows in one copy
	"bad-audience", // a targeting cell that cannot even be kept as other
}

// RemarkKinds are the words for what is odd in a row that was kept.
var RemarkKinds = []string{
	"ends-before-start",
	"sums-differ",
	"more-clicks-than-views",
	"extractions-differ", // two extractions of one ad disagree
	"year-differs",
	"money-in-several-currencies", // an ad shows one amount; its row states more
	"id-lost",                     // a spreadsheet has rounded an id that is not the ad's own
	"field-unread",                // a side field that could not be read: the ad is kept
	"seen-again",                  // the same ad in a later state, in the same file
	"date-unclear",                // day and month cannot be told apart
}

// MaxRow is the longest row that is read, in bytes.
const MaxRow = 16 << 20
