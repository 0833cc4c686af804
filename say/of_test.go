package say

import "testing"

func TestOfName(t *testing.T) {
	for name, want := range map[string][2]string{
		"Parti du Fleuve":   {"du", "Parti du Fleuve"},
		"Le Levain":         {"du", "Levain"},
		"Les Terrasses":     {"des", "Terrasses"},
		"Union des Métiers": {"de l’", "Union des Métiers"},
		"La Lande":          {"de", "La Lande"},
		"Société d’édition": {"de la", "Société d’édition"},
		"Open Valombre":     {"d’", "Open Valombre"},
		"Snap":              {"de", "Snap"},
		"":                  {"de", ""},
	} {
		if lead, rest := FR.OfName(name); lead != want[0] || rest != want[1] {
			t.Errorf("%q: %q %q, want %q", name, lead, rest, want)
		}
		if lead, rest := EN.OfName(name); lead != "by" || rest != name {
			t.Errorf("%q in English: %q %q", name, lead, rest)
		}
	}
}
