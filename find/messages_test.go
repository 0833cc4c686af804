package find

import (
	"context"
	"fmt"
	"testing"
)

// TestMessages: two texts that differ by a number are one message, with its
// slot, and another page that ran it is named with what is known of its payer.
func TestMessages(t *testing.T) {
	text := func(year string) string {
		return "Wir alle warten noch auf die Bahn in das Dorf, sie kommt erst " + year + " und nicht früher."
	}
	f := finder(t,
		ad(1, "7", "Payer A", text("2028"), `"18","65"`, "All", bavaria, 1, 100, 199),
		ad(2, "7", "Payer A", text("2028"), `"18","65"`, "All", berlin, 2, 100, 199),
		ad(3, "7", "Payer A", text("2030"), `"18","65"`, "All", berlin, 3, 100, 199),
		ad(4, "7", "Payer A", text("2031"), `"18","65"`, "All", berlin, 4, 100, 199),
		ad(5, "7", "Payer A", "Das Dorf hat keine Schule und keinen Laden.", `"18","65"`, "All", berlin, 5, 100, 199),
		ad(6, "8", "Payer A", text("2028"), `"18","65"`, "All", hamburg, 6, 100, 199),
		ad(7, "9", "Payer B", text("2029"), `"18","65"`, "All", hamburg, 7, 100, 199),
	)
	m, err := f.Messages(context.Background(), asks(t, "advertiser=meta:7"))
	if err != nil {
		t.Fatal(err)
	}
	if m.Texts != 4 || m.Count != 2 || len(m.Rows) != 2 {
		t.Fatalf("%+v", m)
	}
	r := m.Rows[0]
	if r.Ads != 4 || len(r.Boxes) != 2 || len(r.Variants) != 2 || r.First == "" || r.First >= r.Last || len(r.ID) != 16 {
		t.Errorf("%+v", r)
	}
	if got := fmt.Sprint(r.Slots); got != "[{13 14 number [{2028 1} {2030 1} {2031 1}]}]" {
		t.Errorf("slots %s", got)
	}
	got := ""
	for _, o := range r.Others {
		got += o.ID + " " + o.Payer + " "
	}
	if got != "meta:8 same meta:9 other " {
		t.Errorf("other pages: %s", got)
	}
	if len(m.Rows[1].Variants) != 0 || m.Rows[1].Others == nil {
		t.Errorf("%+v", m.Rows[1])
	}
}
