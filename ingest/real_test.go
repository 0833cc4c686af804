package ingest_test

import (
	"testing"

	"github.com/contrechamp/contrechamp/ingest"
	"github.com/contrechamp/contrechamp/internal/realdata"
	"github.com/contrechamp/contrechamp/store"
)

// TestRealArchives imports every archive of the shared data and compares it
// with figures that were computed independently of this program.
func TestRealArchives(t *testing.T) {
	s := memory(t)
	for _, dir := range []string{"ira", "meta", "snap", "google", "adlib-report", "fbpac"} {
		results, err := imports(s, ingest.Options{}, realdata.Dir(t, dir))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range results {
			t.Logf("%s: %d rows, %d ads, %d tallies, %d repeated, %d rejected, %d remarks, %d repairs, %d boxes, %v", r.Source.Series,
				r.Source.Rows, r.Source.Ads, r.Source.Tallies, r.Source.Repeated, r.Source.Rejected, r.Source.Remarked, r.Source.Repaired, r.Boxes, r.Took)
		}
	}
	t.Log(ask(t, s, "SELECT archive, reason, count(*), min(detail) FROM reject JOIN source ON source.id = reject.source GROUP BY ALL"))
	for _, c := range []struct{ what, query, want string }{
		{"ads", "SELECT string_agg(archive || ' ' || n, ', ' ORDER BY archive) FROM (SELECT archive, count(*) n FROM ad GROUP BY archive)", "fbpac 20, ira 3517, meta 6703, snap 9167"},
		{"meta pages", "SELECT count(*) FROM advertiser WHERE archive = 'meta'", "71"},
		{"meta page names", "SELECT count(*) FROM spelling s JOIN advertiser a ON a.num = s.num AND s.\"of\" = 'advertiser' WHERE archive = 'meta'", "72"},
		{"meta first bodies", "SELECT count(DISTINCT t.body) FROM ad JOIN text t ON t.id = ad.text WHERE archive = 'meta' AND t.body IS NOT NULL", "1696"},
		{"meta days", "SELECT min(start_day)::varchar || ' ' || max(start_day)::varchar FROM ad WHERE archive = 'meta'", "2023-12-24 2024-12-14"},
		{"meta ads without money", "SELECT count(*) FROM ad WHERE archive = 'meta' AND money_lo IS NULL", "52"},
		{"meta presumed currency", "SELECT count(*) FROM ad WHERE archive = 'meta' AND money_lo IS NOT NULL AND presumed AND currency = 'EUR'", "6651"},
		{"snap ends before starts", "SELECT count(*) FROM remark r JOIN ad ON ad.num = r.ad WHERE archive = 'snap' AND kind = 'ends-before-start'", "39"},
		{"tallies", "SELECT string_agg(kind || ' ' || n, ', ' ORDER BY kind) FROM (SELECT kind, count(*) n FROM tally GROUP BY kind)",
			"advertiser-total 1193, advertiser-week 10830, keyword 252, page-report 3680, region-total 500"},
		{"rows", "SELECT string_agg(DISTINCT archive || ' ' || n, ', ' ORDER BY archive || ' ' || n) FROM (SELECT archive, sum(rows)::bigint n FROM source GROUP BY archive)",
			"adlib-report 3680, fbpac 20, google 12565, ira 7015, meta 6703, snap 9167"},
		{"google advertisers", "SELECT count(*) FROM advertiser WHERE archive = 'google'", "1193"},
		{"rejects", "SELECT count(*) FROM reject", "0"},
		{"removed", "SELECT count(*) FROM (" + storeQuery("Removed") + ")", "0"},
		{"changed", "SELECT count(*) FROM (" + storeQuery("Changed") + ")", "0"},
		{"facet of archives", "SELECT sum(ads)::bigint FROM facet WHERE facet = 'archive'", "19407"},
		{"ads whose rows differ in extraction", "SELECT (count(DISTINCT ad) > 0)::varchar FROM remark WHERE kind = 'extractions-differ'", "true"},
	} {
		same(t, c.what, ask(t, s, c.query), c.want)
	}
}
func storeQuery(name string) string { return store.Query(name) }
