package message_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp"
	"github.com/contrechamp/contrechamp/internal/realads"
	"github.com/contrechamp/contrechamp/internal/realdata"
	"github.com/contrechamp/contrechamp/key"
	"github.com/contrechamp/contrechamp/message"
	"github.com/contrechamp/contrechamp/words"
)

// clusters are what the checks say of one archive at Jaccard 1/2.
type clusters struct {
	Texts   int   `json:"texts"`
	N       int   `json:"clusters"`
	Several int   `json:"clusters_of_two_or_more"`
	Largest []int `json:"largest_ten"`
}

// checks reads one entry of the checks.
func checks(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(realdata.Dir(t, "checks"), "reverse.json"))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]json.RawMessage{}
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(all[name], into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// distinct are the term lists of all bodies, joined by blanks, each once.
func distinct(archives ...[]*contrechamp.Ad) (out []string) {
	seen := map[string]bool{}
	for _, ads := range archives {
		for _, a := range ads {
			for _, t := range a.Texts {
				terms := strings.Join(words.List(t.Body), " ")
				if terms != "" && !seen[terms] {
					seen[terms] = true
					out = append(out, terms)
				}
			}
		}
	}
	return out
}

func grouped(t *testing.T, texts []string) []int32 {
	t.Helper()
	got, err := message.Group(context.Background(), texts, message.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func clustersOf(t *testing.T, texts []string) clusters {
	t.Helper()
	size := map[int32]int{}
	for _, m := range grouped(t, texts) {
		size[m]++
	}
	c := clusters{Texts: len(texts), N: len(size)}
	for _, n := range size {
		if n > 1 {
			c.Several++
		}
		c.Largest = append(c.Largest, n)
	}
	slices.SortFunc(c.Largest, func(a, b int) int { return b - a })
	c.Largest = c.Largest[:min(10, len(c.Largest))]
	return c
}

// TestClusters: the messages of whole archives are those of the prototype.
func TestClusters(t *testing.T) {
	for name, ads := range map[string]func(testing.TB) []*contrechamp.Ad{"meta": realads.Meta, "ira": realads.IRA, "valombre_meta": realads.Valombre} {
		var want map[string]clusters
		checks(t, name+".clusters", &want)
		if got := clustersOf(t, distinct(ads(t))); fmt.Sprint(got) != fmt.Sprint(want["0.5"]) {
			t.Errorf("%s: %v, the checks say %v", name, got, want["0.5"])
		}
	}
}

// TestSample: 1,500 texts of all real archives, chosen by their hash.
func TestSample(t *testing.T) {
	var raw map[string]json.RawMessage
	checks(t, "sample_first_1500_by_sha256", &raw)
	var want clusters
	if err := json.Unmarshal(raw["0.5"], &want); err != nil {
		t.Fatal(err)
	}
	texts := distinct(realads.IRA(t), realads.Meta(t), realads.FBPAC(t))
	hash := map[string]string{}
	for _, s := range texts {
		hash[s] = fmt.Sprintf("%x", sha256.Sum256([]byte(s)))
	}
	slices.SortFunc(texts, func(a, b string) int { return strings.Compare(hash[a], hash[b]) })
	if len(texts) != 4032 {
		t.Errorf("%d distinct texts, the checks say 4,032", len(texts))
	}
	if got := clustersOf(t, texts[:1500]); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v, the checks say %v", got, want)
	}
}

// spread is in how many ads, boxes, pages and for how many payers messages ran.
type spread struct {
	Count  int   `json:"count"`
	Ads    int   `json:"more_than_one_ad"`
	Boxes  int   `json:"more_than_one_box"`
	Pages  int   `json:"more_than_one_page"`
	Payers int   `json:"more_than_one_payer_undisclosed_counted"`
	Most   []int `json:"most_boxes"`
}

// newest are the ads of several copies, each as in the first that has it.
func newest(copies ...[]*contrechamp.Ad) (out []*contrechamp.Ad) {
	seen := map[contrechamp.AdID]bool{}
	for _, ads := range copies {
		for _, a := range ads {
			if !seen[a.ID] {
				seen[a.ID] = true
				out = append(out, a)
			}
		}
	}
	return out
}

// TestFirstBodies: how far the messages of first bodies went.
func TestFirstBodies(t *testing.T) {
	for name, all := range map[string][]*contrechamp.Ad{"meta": realads.Meta(t), "valombre_meta": newest(realads.Valombre(t), realads.ValombreBefore(t))} {
		var want map[string]spread
		checks(t, name+".first_body", &want)
		texts := distinct(all)
		at := map[string]int{}
		for i, s := range texts {
			at[s] = i
		}
		groups := grouped(t, texts)
		ran := map[int32]*[4]map[string]bool{}
		for _, a := range all {
			if len(a.Texts) == 0 {
				continue
			}
			i, ok := at[strings.Join(words.List(a.Texts[0].Body), " ")]
			if !ok {
				continue
			}
			r := ran[groups[i]]
			if r == nil {
				r = &[4]map[string]bool{{}, {}, {}, {}}
				ran[groups[i]] = r
			}
			_, box := realads.Box(a)
			for k, v := range []string{string(a.ID), fmt.Sprint(box), string(a.Advertiser), key.Label(a.Payer)} {
				r[k][v] = true
			}
		}
		got := spread{Count: len(ran)}
		for _, r := range ran {
			for k, n := range []*int{&got.Ads, &got.Boxes, &got.Pages, &got.Payers} {
				if len(r[k]) > 1 {
					*n++
				}
			}
			got.Most = append(got.Most, len(r[1]))
		}
		slices.SortFunc(got.Most, func(a, b int) int { return b - a })
		got.Most = got.Most[:5]
		if fmt.Sprint(got) != fmt.Sprint(want["messages"]) {
			t.Errorf("%s: %+v, the checks say %+v", name, got, want["messages"])
		}
	}
}

// TestTwoReadings: of the ads of which two extractions read the text otherwise,
// 94.3 % of the pairs are near by their words alone; handed in as pairs, all are one.
func TestTwoReadings(t *testing.T) {
	other := map[contrechamp.AdID]*contrechamp.Ad{}
	for _, a := range realads.IRAOther(t) {
		other[a.ID] = a
	}
	var texts []string
	var pairs [][2]int32
	seen := map[[2]string]bool{}
	for _, a := range realads.IRA(t) {
		b := other[a.ID]
		if b == nil || len(a.Texts) == 0 || len(b.Texts) == 0 {
			continue
		}
		x, y := a.Texts[0].Body, b.Texts[0].Body
		fx, fy := key.Label(x), key.Label(y)
		if fx == fy || fx == "" || fy == "" || seen[[2]string{fx, fy}] {
			continue
		}
		seen[[2]string{fx, fy}] = true
		pairs = append(pairs, [2]int32{int32(len(texts)), int32(len(texts) + 1)})
		texts = append(texts, x, y)
	}
	near := 0
	for _, p := range pairs { // each pair alone, so that no third text joins it
		if got := grouped(t, texts[p[0]:p[1]+1]); got[0] == got[1] {
			near++
		}
	}
	if len(pairs) != 906 || fmt.Sprintf("%.3f", float64(near)/float64(len(pairs))) != "0.943" {
		t.Errorf("%d of %d pairs are near, the checks say .943 of 906", near, len(pairs))
	}
	got, err := message.Group(context.Background(), texts, message.Options{Same: pairs})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pairs {
		if got[p[0]] != got[p[1]] {
			t.Errorf("two readings of one ad are two messages: %q, %q", texts[p[0]], texts[p[1]])
		}
	}
}

// TestPlantedFrame: the two frames of the invented car campaign stay two messages.
func TestPlantedFrame(t *testing.T) {
	var texts []string
	for _, s := range distinct(realads.Valombre(t)) {
		if strings.Contains(s, " dans les centres villes c est notre promesse a") && (strings.HasPrefix(s, "des 2028 ") && strings.Contains(s, " enfants ") || strings.HasPrefix(s, "jamais ")) {
			texts = append(texts, s)
		}
	}
	if len(texts) != 2 {
		t.Fatalf("%d texts of the frame: %q", len(texts), texts)
	}
	if got := grouped(t, texts); got[0] == got[1] {
		t.Error("what is told to one side and the contrary to the other are one message")
	}
}
