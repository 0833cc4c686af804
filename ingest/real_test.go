package ingest_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
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
		{"ads that exclude", "SELECT string_agg(archive || ' ' || n, ', ' ORDER BY archive) FROM (SELECT archive, count(*) n FROM ad WHERE box IN (SELECT box FROM fact WHERE excluded) GROUP BY archive)",
			"ira 958, meta 347, snap 481"},
		{"folded texts of the IRA", "SELECT count(DISTINCT t.folded) FROM ad JOIN text t ON t.id = ad.text WHERE archive = 'ira'", "2343"},
		{"IRA money", "SELECT string_agg(coalesce(currency, '-') || ' ' || n || ' ' || coalesce(m::varchar, ''), ', ') FROM (SELECT currency, count(*) n, sum(money_lo) m FROM ad WHERE archive = 'ira' GROUP BY currency ORDER BY currency)",
			"RUB 2730 588175610, - 787 "},
		{"meta sums that differ", "SELECT count(*) FROM remark r JOIN ad ON ad.num = r.ad WHERE archive = 'meta' AND kind = 'sums-differ'", "6121"},
		{"rejects", "SELECT count(*) FROM reject", "0"},
		{"removed", "SELECT count(*) FROM (" + storeQuery("Removed") + ")", "0"},
		{"changed", "SELECT count(*) FROM (" + storeQuery("Changed") + ")", "0"},
		{"facet of archives", "SELECT sum(ads)::bigint FROM facet WHERE facet = 'archive'", "19407"},
		{"ads whose rows differ in extraction", "SELECT (count(DISTINCT ad) > 0)::varchar FROM remark WHERE kind = 'extractions-differ'", "true"},
	} {
		same(t, c.what, ask(t, s, c.query), c.want)
	}
	rawFigures(t, s)
}

// rawFigures checks the raw layer against figures of the files themselves.
func rawFigures(t *testing.T, s *store.Store) {
	ctx := context.Background()
	targets, excluding := map[string]bool{}, 0
	entries, places := 0, map[string]bool{}
	sources, err := s.Sources(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, src := range sources {
		err := s.RawRows(ctx, src.ID, func(row store.RawRow) error {
			switch src.Series {
			case "ira/ira_ads/jsonl":
				var ad struct{ Targets []string }
				if err := json.Unmarshal(row.Raw, &ad); err != nil {
					return err
				}
				targets[strings.Join(ad.Targets, "\x00")] = true
				if slices.ContainsFunc(ad.Targets, func(x string) bool {
					first, _, _ := strings.Cut(x, ":")
					return first == "exclude" || first == "excluded_connections" || first == "exclude_location"
				}) {
					excluding++
				}
			case "meta/ads_archive_de_2024":
				var ad struct {
					Places []struct {
						Name     string
						Excluded bool
					} `json:"target_locations"`
				}
				if err := json.Unmarshal(row.Raw, &ad); err != nil {
					return err
				}
				for _, p := range ad.Places {
					if p.Excluded {
						entries++
						places[p.Name] = true
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(targets) != 988 || excluding != 958 {
		t.Errorf("IRA JSONL: %d sets of criteria, %d ads exclude; want 988 and 958", len(targets), excluding)
	}
	if entries != 1248 || len(places) != 294 {
		t.Errorf("Meta: %d excluded entries of %d places; want 1248 and 294", entries, len(places))
	}
}
func storeQuery(name string) string { return store.Query(name) }
