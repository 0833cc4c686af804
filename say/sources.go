package say

// statements are what the program itself says of its population tables, in
// English as package population has it, with the message that tells it.
var statements = map[string]string{
	"reuse permitted with the source named": "licence-named",
	"public domain":                         "licence-public",
	"as given by the user":                  "licence-user",
	"resident population on 1 January":      "counts-january",
	"civilian population on 1 July":         "counts-july",
	"Names of NUTS regions":                 "table-names",
	"Population on 1 January by age group, sex and NUTS 3 region (demo_r_pjangrp3)":     "table-eurostat",
	"Population on 1 January by age group and sex (demo_r_pjangrp3), countries":         "table-eurostat-countries",
	"Annual estimates of the civilian population by single year of age and sex, states": "table-census",
	"Annual estimates of the civilian population by single year of age and sex":         "table-census-country",
}

// Statement tells a title, licence or note of a population table; one that is
// not the program's own stays as it is.
func (l Lang) Statement(english string) string {
	if id, ok := statements[english]; ok {
		return l.T(id)
	}
	return english
}

// QualityCause names what a class of ads is made of (population.Cause): a key of
// its own, or a kind of fact.
func (l Lang) QualityCause(what string) string {
	switch what {
	case "open", "bounded", "from-half", "from-fifth", "from-twentieth", "from-hundredth", "less",
		"zip", "city", "hood", "county", "electoral", "metro", "hidden-place", "hidden-zip", "circle", "visitors", "unnamed", "no-region":
		return l.T("quality-cause-" + what)
	}
	return l.T("kind-" + what)
}
