package find

import (
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/special"
)

// Mark says that a label speaks of a special category of personal data
// (Article 9(1) GDPR): a mark, not a verdict.
type Mark struct {
	Category string `json:"category"`
	Proxy    bool   `json:"proxy"` // it only stands near the category
}

func marksOf(f audience.Fact) []Mark {
	var out []Mark
	for _, m := range special.Of(f) {
		out = append(out, Mark{Category: string(m.Category), Proxy: m.Proxy})
	}
	return out
}
