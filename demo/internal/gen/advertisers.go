package main

// advertisers are the twelve pages. The sites end in .example, which nobody
// can own.
var advertisers = []advertiser{
	{"fleuve", "Parti du Fleuve", "104417330000011", "Parti du Fleuve", "parti-du-fleuve.example", "fr"},
	{"terrasses", "Les Terrasses", "104417330000029", "Association Les Terrasses", "les-terrasses.example", "fr"},
	{"metiers", "Union des Métiers", "104417330000037", "Union des Métiers", "union-des-metiers.example", "fr"},
	{"levain", "Le Levain", "104417330000045", "Le Levain, mouvement citoyen", "le-levain.example", "fr"},
	{"bund", "Bund der Täler", "104417330000053", "Bund der Täler e. V.", "bund-der-taeler.example", "de"},
	{"lande", "Lande & Liberté", "104417330000061", "Société d’édition du Plateau", "lande-liberte.example", "fr"},
	{"eleveurs", "Chambre des éleveurs", "104417330000078", "Chambre des éleveurs de Valombre", "eleveurs-valombre.example", "fr"},
	{"rives", "Rives Vivantes", "104417330000086", "Fondation Rives Vivantes", "rives-vivantes.example", "fr"},
	{"rocade", "Oui à la rocade nord", "104417330000094", "Comité Fleuve 2026", "oui-rocade-nord.example", "fr"},
	{"dockers", "Syndicat des dockers", "104417330000102", "Syndicat des dockers de Port-Ermeuil", "dockers-ermeuil.example", "fr"},
	{"open", "Open Valombre", "104417330000110", "Open Valombre Trust", "open-valombre.example", "en"},
	{"commission", "Commission électorale", "104417330000128", "République de Valombre", "elections-valombre.example", "fr"},
}

// campaigns are all campaigns on Meta but the messages of cars.go.
var campaigns = slicesOf(fleuve, terrasses, metiers, levain, bund, lande, eleveurs, rives, rocade, dockers, open, commission)

func slicesOf(lists ...[]campaign) (out []campaign) {
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}
