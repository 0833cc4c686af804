// Package tiktok reads TikTok's Commercial Content Library, as its interface
// answers: lists of ads, and an ad with its advertiser and its targeting.
package tiktok

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/archive/format"
	"github.com/contrechamp/contrechamp/archive/rows"
	"github.com/contrechamp/contrechamp/audience"
)

// Format is the library's JSON.
type Format struct{}

// Name is the archive's word in ids and addresses.
func (Format) Name() string { return "tiktok" }

// Silent: of the lists that advertisers upload only that there was one is told,
// of likes, jobs and schools nothing.
func (Format) Silent() []audience.Kind {
	return []audience.Kind{audience.Likes, audience.FriendOf, audience.Attends, audience.Lookalike, audience.Education, audience.Job, audience.Employer}
}

// Detect knows an answer by an ad beside its advertiser.
func (Format) Detect(_ string, head []byte) bool {
	start := bytes.TrimLeft(head, " \t\r\n")
	return len(start) > 0 && (start[0] == '{' || start[0] == '[') && bytes.Contains(start, []byte(`"ad"`)) && bytes.Contains(start, []byte(`"advertiser"`)) &&
		(bytes.Contains(start, []byte(`"first_shown_date"`)) || bytes.Contains(start, []byte(`"unique_users_seen"`)) || bytes.Contains(start, []byte(`"business_name"`)))
}

// entry is an ad as the interface gives it.
type entry struct {
	Ad struct {
		ID    rows.Word `json:"id"`
		Title rows.Word `json:"title"`
		First rows.Word `json:"first_shown_date"`
		Last  rows.Word `json:"last_shown_date"`
		Reach struct {
			Seen      rows.Word            `json:"unique_users_seen"`
			ByCountry map[string]rows.Word `json:"unique_users_seen_by_country"`
		} `json:"reach"`
	} `json:"ad"`
	Advertiser struct {
		ID    rows.Word `json:"business_id"`
		Typo  rows.Word `json:"buisness_id"` // so in some answers
		Name  rows.Word `json:"business_name"`
		Payer rows.Word `json:"paid_for_by"`
		Paid  rows.Word `json:"paid_by"`
	} `json:"advertiser"`
	Group struct {
		Info   *targeting `json:"targeting_info"`
		Target *targeting `json:"target"`
	} `json:"ad_group"`
}

// Read hands over the ads of every file.
func (Format) Read(ctx context.Context, b *format.Bundle, sink format.Sink) error {
	isRow := func(keys []string) bool { return slices.Contains(keys, "ad") }
	for _, file := range b.Files {
		if err := rows.EachObject(ctx, file, sink, isRow, nil, entry{}, read); err != nil {
			return err
		}
	}
	return nil
}

func read(object []byte) (*contrechamp.Ad, contrechamp.AdID, *rows.Error) {
	var e entry
	if err := json.Unmarshal(object, &e); err != nil {
		return nil, "", rows.Bad("bad-json", "the entry is no well-formed JSON object")
	}
	if e.Ad.ID == "" {
		return nil, "", rows.Bad("no-id", "the entry has no id")
	}
	ad := &contrechamp.Ad{
		ID:             contrechamp.AdID("tiktok:" + e.Ad.ID),
		AdvertiserName: string(e.Advertiser.Name),
		Payer:          string(first(e.Advertiser.Payer, e.Advertiser.Paid)),
		Links:          []string{"https://library.tiktok.com/ads/detail/?ad_id=" + string(e.Ad.ID)},
	}
	if id := first(e.Advertiser.ID, e.Advertiser.Typo); id != "" {
		ad.Advertiser = contrechamp.AdvertiserID("tiktok:" + id)
	}
	if e.Ad.Title != "" {
		ad.Texts = []contrechamp.Text{{Body: string(e.Ad.Title)}}
	}
	var b *rows.Error
	if ad.Start, b = rows.Dated("first_shown_date", string(e.Ad.First), "", "20060102", "2006-01-02"); b != nil {
		return nil, ad.ID, b
	}
	if ad.End, b = rows.Dated("last_shown_date", string(e.Ad.Last), "", "20060102", "2006-01-02"); b != nil {
		return nil, ad.ID, b
	}
	for _, d := range []*contrechamp.Date{&ad.Start, &ad.End} {
		if d.Known() {
			d.Precision = contrechamp.ToDay
		}
	}
	rows.CheckDates(ad)
	var ok bool
	if ad.Reached, ok = rounded(string(e.Ad.Reach.Seen)); !ok {
		ad.Remarks = append(ad.Remarks, rows.Unread("unique_users_seen", string(e.Ad.Reach.Seen)))
	}
	var countries []string
	for c := range e.Ad.Reach.ByCountry {
		countries = append(countries, strings.ToUpper(c))
	}
	slices.Sort(countries)
	ad.Country = strings.Join(countries, ",")
	t := e.Group.Info
	if t == nil {
		t = e.Group.Target
	}
	if t == nil {
		ad.Audience = audience.Hidden("other", "")
		return ad, ad.ID, nil
	}
	ad.Audience = t.box()
	if ad.Estimate, ok = rounded(string(t.Users)); !ok {
		ad.Remarks = append(ad.Remarks, rows.Unread("number_of_users_targeted", string(t.Users)))
	}
	return ad, ad.ID, nil
}

func first(words ...rows.Word) rows.Word {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}

var short = regexp.MustCompile(`^([0-9]+(?:\.([0-9]+))?)([KMB]?)$`)

// rounded reads a count of people. Of "11K" it is not said whether it is rounded
// or cut, so it is anything from 10,500 to 11,999; "0-1K" is a range.
func rounded(s string) (contrechamp.Range, bool) {
	s = strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(s), ",", ""))
	if s == "" {
		return contrechamp.Range{}, true
	}
	if lo, hi, two := strings.Cut(s, "-"); two {
		from, _, ok := shortNumber(strings.TrimSpace(lo))
		to, _, ok2 := shortNumber(strings.TrimSpace(hi))
		return contrechamp.Between(from, to), ok && ok2 && from <= to
	}
	n, unit, ok := shortNumber(s)
	if !ok {
		return contrechamp.Range{}, false
	}
	if unit <= 1 {
		return contrechamp.Exactly(n), true
	}
	return contrechamp.Between(max(n-unit/2, 0), n+unit-1), true
}

// shortNumber reads 12, 11K, 1.2M; unit is what its last digit counts.
func shortNumber(s string) (n, unit int64, ok bool) {
	m := short.FindStringSubmatch(s)
	if m == nil {
		return 0, 0, false
	}
	times := map[string]float64{"": 1, "K": 1e3, "M": 1e6, "B": 1e9}[m[3]]
	x, err := strconv.ParseFloat(m[1], 64)
	if err != nil || x*times > 1<<42 {
		return 0, 0, false
	}
	return int64(math.Round(x * times)), int64(math.Round(times / math.Pow10(len(m[2])))), true
}
