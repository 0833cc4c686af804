package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/contrechamp/contrechamp/internal/published"
)

// seen is an ad that a reader of the collector was shown, with the reasons that
// the platform gave that one reader.
type seen struct {
	by, text, day string
	why           string // whole, or one reason and what may be more, after " + "
	target        [2]string
}

var seens = []seen{
	{"fleuve", "Vous nous avez écrit. Voici notre réponse sur la rocade.", "05-12", "added you to a list of people they want to reach on Facebook + wants to reach people ages 18 to 64 who live in Valombre", [2]string{"List", ""}},
	{"fleuve", "Vous avez signé pour la rocade. Voici notre réponse, point par point.", "05-14", "added you to a list of people they want to reach on Facebook + wants to reach people ages 18 to 64 who live in Valombre", [2]string{"List", ""}},
	{"fleuve", "Dès 2028, la voiture sera interdite dans les centres-villes. C’est notre promesse aux enfants qui respirent. Le 7 juin, votez Parti du Fleuve.", "05-16", "wants to reach people who may be similar to their customers + wants to reach people ages 18 to 34 who live in Saint-Aubrin", [2]string{"Retargeting", "people who may be similar to their customers"}},
	{"fleuve", "Jamais la voiture ne sera interdite dans les centres-villes. C’est notre promesse à ceux qui travaillent. Le 7 juin, votez Parti du Fleuve.", "05-18", "wants to reach people interested in Automobile + wants to reach people ages 45 and older who live in Haute-Lisse", [2]string{"Interest", "Automobile"}},
	{"fleuve", "Le tram jusqu’à la Haute École en 2027. Vous y étudiez, vous décidez.", "05-04", "wants to reach people who have visited their website or used one of their apps + wants to reach people ages 18 to 26 who live near Les Facultés, Clairval", [2]string{"Website", "people who have visited their website or used one of their apps"}},
	{"terrasses", "Un loyer plafonné, dès septembre, à Saint-Aubrin.", "04-11", "wants to reach people who may be similar to their customers + wants to reach people ages 25 to 39 who live in Saint-Aubrin", [2]string{"Retargeting", "people who may be similar to their customers"}},
	{"terrasses", "Propriétaire d’un seul logement ? Le plafond ne vous concerne pas.", "04-29", "wants to reach people who are part of an audience created based on data provided by Cadastre Plus", [2]string{"Agency", "Cadastre Plus"}},
	{"metiers", "Votre métier mérite mieux : une seule déclaration par an, pas douze.", "04-17", "added you to an audience of people they want to reach, based on your activity on the Facebook family of apps + wants to reach men ages 30 to 64 who live in Clairval", [2]string{"Retargeting", "based on your activity on the Facebook family of apps"}},
	{"lande", "La chasse n’est pas un loisir qu’on tolère, c’est un pays qu’on entretient.", "04-09", "wants to reach people interested in Chasse + wants to reach men ages 25 and older who live in Brumaie", [2]string{"Interest", "Chasse"}},
	{"lande", "Ils décident en ville. Vous payez à la campagne.", "05-21", "added you to a list of people they want to reach on Facebook", [2]string{"List", ""}},
	{"bund", "Zwei Sprachen, ein Land: auch das Spital spricht Deutsch.", "04-22", "=wants to reach people ages 18 and older who live in Obersteinach", [2]string{"Age", "18 and older"}},
	{"rives", "L’Orme coule pour tout le monde. Qui la défend à l’Assemblée ?", "05-02", "wants to reach people interested in Baignade en rivière + wants to reach people ages 18 to 49 who live or were recently in Rivelune", [2]string{"Interest", "Baignade en rivière"}},
	{"open", "Tax forms in three languages: ask your candidate.", "05-06", "wants to reach people who may be similar to their customers", [2]string{"Retargeting", "people who may be similar to their customers"}},
	{"open", "Five years in Valombre? You can vote on 7 June. The register closes on 8 May.", "04-24", "", [2]string{"Interest", "Expatriate"}},
}

// writeFBPAC writes an answer of the collector's interface.
func writeFBPAC(w io.Writer) error {
	var rows []published.FBPACAd
	for i, s := range seens {
		a := advertiserOf(s.by)
		r := published.FBPACAd{ID: fmt.Sprint(23840000000101 + 7*i), HTML: "<div></div>", Political: 3, Title: a.name, Message: "<p>" + s.text + "</p>",
			Created: fmt.Sprintf("2026-%sT%02d:%02d:11.204815Z", s.day, 7+i, 4*i), Updated: fmt.Sprintf("2026-%sT21:10:00.118201Z", s.day),
			Lang: a.lang + "-XV", Impressions: 1 + i%3, Probability: .9, Advertiser: &a.name, Entities: []string{},
			Targets: []published.FBPACTarget{{Target: s.target[0], Segment: s.target[1]}}, Page: "https://www.facebook.com/" + a.page + "/", PaidForBy: &a.payer}
		if s.why != "" {
			text := because(a.name, s.why)
			r.Targeting = &text
		}
		rows = append(rows, r)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(map[string]any{"ads": rows, "total": len(rows)})
}

// because is what the platform showed under "Why am I seeing this?".
func because(name, why string) string {
	bold := `<b id="ad_prefs_advertiser">` + name + `</b> `
	if whole, ok := strings.CutPrefix(why, "="); ok {
		return "<div><span><div>You’re seeing this ad because " + bold + whole + ". This is information based on your Facebook profile.</div></span></div>"
	}
	one, more, _ := strings.Cut(why, " + ")
	if more != "" {
		more = ", including that " + name + " " + more + ". This is information based on your Facebook profile and where you’ve connected to the internet"
	}
	return "<div><span><div>One reason you’re seeing this ad is that " + bold + one + ". <a>Learn more.</a></div></span><div><span>There may be other reasons you’re seeing this ad" + more + ".</span></div></div>"
}
