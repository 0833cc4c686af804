package find

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp/filter"

	"github.com/contrechamp/contrechamp"
)

// ad is a row of Meta's archive.
func ad(id int, page, payer, text, ages, gender, places string, day, lo, hi int) string {
	return fmt.Sprintf(`{"id":"%d","ad_creation_time":"2026-05-%02d","ad_delivery_start_time":"2026-05-%02d","ad_creative_bodies":[%q],"page_id":"%s","page_name":"Page %s","bylines":%q,"spend":{"lower_bound":"%d","upper_bound":"%d"},"impressions":{"lower_bound":"0","upper_bound":"999"},"target_ages":[%s],"target_gender":"%s","target_locations":[%s]}`,
		id, day, day, text, page, page, payer, lo, hi, ages, gender, places)
}

const (
	germany  = `{"name":"Germany","type":"countries","excluded":false,"num_obfuscated":0}`
	bavaria  = `{"name":"Bavaria, Germany","type":"regions","excluded":false,"num_obfuscated":0}`
	noBerlin = `{"name":"Berlin, Germany","type":"regions","excluded":true,"num_obfuscated":0}`
)

func sample(t testing.TB) *Finder {
	return finder(t,
		ad(1, "7", "Fleuve", "L'écologie d'abord, les transports ensuite", `"18","34"`, "All", germany, 1, 100, 199),
		ad(2, "7", "Fleuve", "L’Écologie d’abord, les transports ensuite !", `"45","65"`, "Men", bavaria, 2, 200, 299),
		ad(3, "8", "", "Un transport pour tous", `"18","65"`, "Women", germany+","+noBerlin, 3, 0, 99),
		ad(4, "8", "Delta", "Plus de routes", `"18","65"`, "All", bavaria, 4, 1000, 1499),
	)
}

func ids(a *Ads) string {
	var out []string
	for _, r := range a.Rows {
		out = append(out, strings.TrimPrefix(string(r.ID), "meta:"))
	}
	return strings.Join(out, " ")
}

// TestFilters asks for ads in every way that a filter knows. Ads 1 and 2 say
// the same to two boxes and are one row, shown at the newer.
func TestFilters(t *testing.T) {
	f := sample(t)
	for q, want := range map[string]struct {
		total int
		rows  string
	}{
		"":                                     {4, "4 3 2"},
		"sort=oldest":                          {4, "2 3 4"},
		"q=ecologie":                           {2, "2"},
		"q=transport":                          {3, "3 2"},
		"q=%22transport+pour%22":               {1, "3"},
		"q=trans*+-tous":                       {2, "2"},
		"q=-transports":                        {1, "4"},
		"topic=10":                             {4, "4 3 2"},
		"topic=7|23":                           {2, "2"},
		"topic=18":                             {0, ""},
		"advertiser=meta:8":                    {2, "4 3"},
		"advertiser=page+7":                    {2, "2"},
		"payer=none":                           {1, "3"},
		"payer=fleuve":                         {2, "2"},
		"archive=meta|snap":                    {4, "4 3 2"},
		"archive=snap":                         {0, ""},
		"from=2026-05-03":                      {2, "4 3"},
		"to=2026-05-01":                        {1, "1"},
		"includes=" + esc(`place "DE/Bayern"`): {2, "4 2"},
		"includes=place":                       {4, "4 3 2"},
		"excludes=any":                         {1, "3"},
		"excludes=" + esc(`place "DE/Berlin"`): {1, "3"},
		"aims=" + esc("age 40..40 and gender male"):                                                        {1, "4"},
		"aims=" + esc("age 40..40") + "&how=accepts":                                                       {0, ""},
		"aims=" + esc(`age 40..40 and gender female and place "DE/Bayern/city:Nirgends"`) + "&how=accepts": {2, "4 3"},
		"min=200&currency=EUR":              {2, "4 2"},
		"max=199&currency=EUR":              {2, "3 1"},
		"sort=money&currency=EUR":           {4, "4 2 3"},
		"criteria=3..":                      {2, "3 2"},
		"hidden=yes":                        {0, ""},
		"advertiser=meta:7&includes=gender": {1, "2"},
	} {
		v, err := url.ParseQuery(q)
		if err != nil {
			t.Fatal(err)
		}
		filter, err := Keys.Parse(v)
		if err != nil {
			t.Errorf("%s: %v", q, err)
			continue
		}
		got, err := f.Ads(context.Background(), filter)
		if err != nil {
			t.Errorf("%s: %v", q, err)
			continue
		}
		if got.Total != want.total || ids(got) != want.rows {
			t.Errorf("%s: %d ads, rows %q; want %d, %q", q, got.Total, ids(got), want.total, want.rows)
		}
		for _, x := range got.Facets {
			if x.Name == "archive" && len(x.Values) == 1 && x.Values[0].Count != want.total {
				t.Errorf("%s: facet archive counts %d of %d", q, x.Values[0].Count, want.total)
			}
		}
	}
}

func esc(s string) string { return url.QueryEscape(s) }

// TestPagesFollowOneAnother reads a list by pages of one row.
func TestPagesFollowOneAnother(t *testing.T) {
	f := sample(t)
	var seen []string
	after := ""
	for range 10 {
		v := url.Values{"limit": {"1"}}
		if after != "" {
			v.Set("after", after)
		}
		filter, err := Keys.Parse(v)
		if err != nil {
			t.Fatal(err)
		}
		a, err := f.Ads(context.Background(), filter)
		if err != nil {
			t.Fatal(err)
		}
		seen = append(seen, ids(a))
		if !a.Truncated {
			break
		}
		after = a.Next
	}
	if got := strings.Join(seen, " "); got != "4 3 2" {
		t.Errorf("pages show %q", got)
	}
}

func TestOneThing(t *testing.T) {
	f := sample(t)
	ctx := context.Background()
	a, err := f.Ad(ctx, "meta:1")
	if err != nil {
		t.Fatal(err)
	}
	if a.SameText != 2 || len(a.Siblings) != 1 || a.Siblings[0].ID != "meta:2" || len(a.Copies) != 1 || len(a.Raw) != 1 || a.Raw[0].Fields[0][0] != "id" {
		t.Errorf("ad 1: %+v", a)
	}
	p, err := f.Advertiser(ctx, "meta:8")
	if err != nil {
		t.Fatal(err)
	}
	if p.Ads != 2 || len(p.Exclusions) != 1 || p.Exclusions[0].Fact != `place "DE/Berlin"` || len(p.Payers) != 2 || p.Money[0].Money.Hi != 159800 {
		t.Errorf("advertiser 8: %+v", p)
	}
	b, err := f.Audience(ctx, a.Box.Key)
	if err != nil || b.BoxUse.Ads != 1 || len(b.Who) != 1 {
		t.Errorf("box of ad 1: %+v, %v", b, err)
	}
	for _, err := range []error{second(f.Ad(ctx, "meta:99")), second(f.Advertiser(ctx, "meta:99")), second(f.Audience(ctx, "none"))} {
		if !errors.Is(err, contrechamp.ErrNotFound) {
			t.Errorf("error %v, want not found", err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// TestEveryKeyHasItsMeaning, and every meaning its key: a key that means nothing
// is an error when it is asked, never every ad.
func TestEveryKeyHasItsMeaning(t *testing.T) {
	for _, k := range Keys {
		if meanings[k.Name] == nil {
			t.Errorf("find/resolve.go: nothing says what %s means", k.Name)
		}
	}
	for name := range meanings {
		if _, known := Keys.Named(name); !known {
			t.Errorf("find/resolve.go: %s is no key", name)
		}
	}
	f := sample(t)
	unknown := filter.Filter{Terms: []filter.Term{{Key: filter.Key{Name: "colour"}, Value: "red"}}}
	if a, err := f.Ads(context.Background(), unknown); err == nil {
		t.Errorf("a key that nothing picks by selects %d ads", a.Total)
	}
}

// TestFacetsCarryAddresses: the ads that a facet counts are among those at the
// address that its value carries.
func TestFacetsCarryAddresses(t *testing.T) {
	f := sample(t)
	ctx := context.Background()
	all, err := f.Ads(ctx, filter.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range all.Facets {
		for _, v := range x.Values {
			if x.Key == "" || v.Param == "" {
				continue
			}
			asked, err := Keys.Parse(url.Values{x.Key: {v.Param}})
			if err != nil {
				t.Errorf("facet %s: %v", x.Name, err)
				continue
			}
			some, err := f.Ads(ctx, asked)
			if err != nil {
				t.Fatal(err)
			}
			// sizes are asked for up to a step, and counted within it
			if some.Total != v.Count && (x.Name != "size" || some.Total < v.Count) {
				t.Errorf("facet %s: %d ads of %q, %d at %s=%s", x.Name, v.Count, v.Label, some.Total, x.Key, v.Param)
			}
		}
	}
}

// TestDamagedBoxesAreErrors: what the store has of a box and cannot be read is
// never left out in silence.
func TestDamagedBoxesAreErrors(t *testing.T) {
	for _, damage := range []struct{ set, says string }{
		{"size_why = '{'", "what a size rests on"},
		{"size_why = '{\"people\": 7}'", "what a size rests on"},
		{"expr = 'interest'", "expected a string"},
		{"key = 'b12'", "b12"},
	} {
		f := sample(t)
		if _, err := f.store.DatabaseForTest(t).Exec("update box set " + damage.set + " where id = 1"); err != nil {
			t.Fatal(err)
		}
		_, err := f.Ads(context.Background(), filter.Filter{})
		if err == nil || !strings.Contains(err.Error(), damage.says) {
			t.Errorf("%s: %v", damage.set, err)
		}
	}
}

// TestUnknownKeys: a key that no box has finds none.
func TestUnknownKeys(t *testing.T) {
	f := sample(t)
	ctx := context.Background()
	all, err := f.Audiences(ctx, filter.Filter{})
	if err != nil || len(all.Rows) != 4 {
		t.Fatal(all, err)
	}
	for _, row := range all.Rows {
		if a, err := f.Audience(ctx, row.Box.Key); err != nil || a.Box.Key != row.Box.Key || a.Box.Expr != row.Box.Expr {
			t.Errorf("%s: %v", row.Box.Key, err)
		}
	}
	for _, key := range []string{"", "b", "b00000000000000000000000", "bfffffffffffffffffffffff", strings.Repeat("z", 24), all.Rows[0].Box.Key + "00", all.Rows[0].Box.Key[:22]} {
		if a, err := f.Audience(ctx, key); !errors.Is(err, contrechamp.ErrNotFound) {
			t.Errorf("%q: %+v, %v", key, a, err)
		}
		g, err := Keys.Parse(url.Values{"box": {key}})
		if err != nil {
			continue // refused before it is asked
		}
		if a, err := f.Ads(ctx, g); key != "" && (err != nil || a.Total != 0) {
			t.Errorf("box=%s: %d ads, %v", key, a.Total, err)
		}
	}
}
