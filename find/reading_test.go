package find

import (
	"context"
	"testing"
)

// TestOtherReading: criteria that stand free beside one another are read as
// joined by and; the ad tells how it is read with or.
func TestOtherReading(t *testing.T) {
	f := finder(t, `{"id": 7, "pdf": "data/2015-10/P(1)0009999.pdf", "image": null, "clicks": 1, "impressions": 9, "text": "Rivers first", "url": "https://www.facebook.com/Inventa-1/", "spend_amount": "10.00", "spend_currency": "RUB", "created": "2015-11-15T03:39:52-07:00", "ended": null, "targets": ["location:United States", "age:18 - 65+", "interests:Rivers", "behaviors:Anglers"]}`)
	a, err := f.Ad(context.Background(), "ira:7")
	if err != nil {
		t.Fatal(err)
	}
	if a.Other == nil || a.Other.Expr != `age 18.. and place "US" and (interest "Rivers" or behaviour "Anglers")` || a.Other.Key == a.Box.Key {
		t.Errorf("box %s of marks %v: other reading %+v", a.Box.Expr, a.Marks, a.Other)
	}
}
