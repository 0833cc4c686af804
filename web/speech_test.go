package web_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSpeechPages: one advertiser's words, promises and pairs, in two languages
// and three forms; an ad's text is text.
func TestSpeechPages(t *testing.T) {
	file := filepath.Join(t.TempDir(), "ads.jsonl")
	ad := func(id, text, from, to string) string {
		return `{"id":"` + id + `","ad_delivery_start_time":"2026-05-0` + id + `","ad_creative_bodies":["` + text + `"],"page_id":"7","page_name":"Parti du Port","bylines":"Parti du Port","target_ages":["` + from + `","` + to + `"],"target_gender":"All","target_locations":[{"name":"Germany","num_obfuscated":0,"type":"countries","excluded":false}]}` + "\n"
	}
	lines := ad("1", "Un péage sur le pont du port <b>dès</b> septembre.", "18", "34") + ad("2", "Pas de péage sur le pont du port.", "45", "65") +
		ad("3", "Nous construirons un tram vers la mer.", "18", "34") + ad("4", "Le tram est une belle chose, le soir aussi.", "45", "65")
	if err := os.WriteFile(file, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	s := serve(t, file)
	for path, want := range map[string][]string{
		"/divergence?advertiser=meta:7&lang=fr": {"Parti du Port dit-il autre chose", "rien à comparer", "ne sont pas une contradiction"},
		"/divergence?advertiser=meta:7&lang=en": {"Does Parti du Port tell different boxes", "nothing to compare", `href="/pairs?advertiser=meta%3A7"`},
		"/divergence?lang=en":                   {"Choose an advertiser", `href="/divergence?advertiser=meta%3a7"`},
		"/pairs?advertiser=meta:7&lang=en":      {"whether the two contradict is for the reader", "<mark>Pas</mark> de péage", "&lt;b&gt;dès&lt;/b&gt;", "contrechamp mark "},
		"/pairs?advertiser=meta:7&lang=fr":      {"à vous de dire si les deux textes se contredisent", "Aucun lecteur"},
		"/promises?advertiser=meta:7&lang=en":   {"Nous construirons un tram vers la mer", "something else on the topic"},
		"/promises?advertiser=meta:7&lang=fr":   {"Ce que Parti du Port a promis", "autre chose sur ce thème"},
		"/advertisers/meta:7?lang=fr":           {`href="/divergence?advertiser=meta`, `href="/pairs?advertiser=meta`},
		"/method?lang=en":                       {`id="divergence"`},
	} {
		status, _, body := get(t, s.URL+path, "en")
		for _, w := range want {
			if status != 200 || !strings.Contains(body, w) {
				t.Errorf("%s: status %d, lacks %q", path, status, w)
			}
		}
	}
	var pairs struct {
		Comparable int `json:"pairs_comparable"`
		Rows       []struct {
			ID string
			B  struct {
				Text string
				Cues []struct{ From, To int }
			}
		}
	}
	_, _, body := get(t, s.URL+"/pairs.json?advertiser=meta:7", "en")
	if err := json.Unmarshal([]byte(body), &pairs); err != nil || pairs.Comparable == 0 || len(pairs.Rows) != 1 || len(pairs.Rows[0].ID) != 16 {
		t.Fatalf("%v: %s", err, body)
	}
	if b := pairs.Rows[0].B; b.Text[b.Cues[0].From:b.Cues[0].To] != "Pas" {
		t.Errorf("%+v", b)
	}
	for path, lines := range map[string]int{"/pairs.csv?advertiser=meta:7": 2, "/promises.csv?advertiser=meta:7": 3, "/divergence.csv?advertiser=meta:7": 1} {
		if status, _, body := get(t, s.URL+path, "en"); status != 200 || strings.Count(body, "\n") != lines {
			t.Errorf("%s: status %d, %q", path, status, body)
		}
	}
	for path, want := range map[string]int{
		"/divergence.json?advertiser=meta:7&delivered=maybe": 400,
		"/pairs.json?advertiser=meta:7&delivered=yes":        400,
		"/promises.json?advertiser=meta:7&topic=%21":         400,
		"/pairs.json?advertiser=meta:404":                    404,
		"/divergence.json?advertiser=meta:7&delivered=yes":   404,
	} {
		if status, _, body := get(t, s.URL+path, "en"); status != want {
			t.Errorf("%s: status %d, want %d: %s", path, status, want, body)
		}
	}
}
