package find

import (
	"context"
	"strings"
	"testing"
)

// TestNoticesAreNoWords: what the platform wrote in the place of an ad's text
// is no text of the advertiser, in no count.
func TestNoticesAreNoWords(t *testing.T) {
	const notice = "This ad ran without a required disclaimer."
	var lines []string
	for i, text := range []string{notice, notice, "Die Bahn kommt immer später in das Dorf.", "Das Dorf hat keine Schule und keinen Laden."} {
		lines = append(lines, ad(i+1, "7", "Payer", text, `"18","65"`, "All", bavaria, 1+i, 100, 199))
	}
	f := finder(t, lines...)
	d, err := f.Divergence(context.Background(), asks(t, "advertiser=meta:7"))
	if err != nil {
		t.Fatal(err)
	}
	if d.NoText != 2 || d.Ads != 4 {
		t.Errorf("%d of %d ads without a text", d.NoText, d.Ads)
	}
	p, err := f.Promises(context.Background(), asks(t, "advertiser=meta:7"))
	if err != nil {
		t.Fatal(err)
	}
	if p.Texts != 2 {
		t.Errorf("%d texts", p.Texts)
	}
	for _, r := range p.Rows {
		if strings.Contains(r.Words, "disclaimer") {
			t.Errorf("the platform's notice is a promise: %+v", r)
		}
	}
	c, _, err := f.selected(context.Background(), asks(t, "advertiser=meta:7").Filter)
	if err != nil {
		t.Fatal(err)
	}
	s, err := f.speechOf(context.Background(), c, c.small.Settings[0].Archive)
	if err != nil || s.messages != 2 {
		t.Errorf("%+v, %v: the archive has two messages", s, err)
	}
}
