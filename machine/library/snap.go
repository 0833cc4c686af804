package library

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp/internal/published"
)

// writeSnap writes Snap's library, which has films and no texts.
func (s *Sold) writeSnap(w io.Writer, country string) error {
	return s.writeTable(w, "snap", published.SnapColumns, func(a *Ad, d *delivered, page *Page) map[string]string {
		age := strconv.Itoa(int(a.Box.From)) + "+"
		if a.Box.To > 0 {
			age = fmt.Sprintf("%d-%d", a.Box.From, a.Box.To)
		}
		return map[string]string{
			"ADID": a.ID, "CreativeUrl": a.Film, "Currency Code": "EUR", "Spend": strconv.FormatInt(d.micros/1_000_000, 10),
			"Impressions": strconv.FormatInt(d.impressions, 10),
			"StartDate":   before(a.From).Format("2006/01/02") + " 06:00:00Z", "EndDate": before(a.To).Format("2006/01/02") + " 21:00:00Z",
			"OrganizationName": page.Name, "BillingAddress": "1 place de l’Invention,Saint-Aubrin,0101,XV", "PayingAdvertiserName": page.Payer,
			"Gender": a.Box.sex("", "FEMALE", "MALE"), "AgeBracket": age, "CountryCode": strings.ToLower(country),
			"Regions (Included)": strings.Join(a.Box.In, ","), "Regions (Excluded)": strings.Join(a.Box.Out, ","), "Interests": a.Box.Interest,
			"CreativeProperties": "web_view_url:https://" + page.Site + "/snap", "AdvertisingJurisdiction": s.Country,
		}
	})
}
