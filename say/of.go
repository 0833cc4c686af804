package say

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// OfName joins "de" to a name as French does: du Parti du Fleuve, des Terrasses
// (Les Terrasses), de l’Union des Métiers, d’Ouest. It gives the lead and the
// name that follows it; English has by. Names whose gender is not known keep
// plain de.
func (l Lang) OfName(name string) (lead, rest string) {
	if l == EN {
		return "by", name
	}
	for article, joined := range map[string]string{"Le ": "du", "Les ": "des"} {
		if rest, ok := strings.CutPrefix(name, article); ok {
			return joined, rest
		}
	}
	first, _, _ := strings.Cut(name, " ")
	switch strings.ToLower(first) {
	case "parti", "mouvement", "comité", "front", "rassemblement", "groupe", "collectif", "ministère", "conseil", "syndicat", "centre", "gouvernement", "bund", "bündnis":
		return "du", name
	case "ligue", "fédération", "coalition", "société", "fondation", "république", "ville", "commune", "région", "caisse", "confédération":
		return "de la", name
	case "union", "alliance", "association", "assemblée", "agence", "institut", "observatoire":
		return "de l’", name
	}
	r, _ := utf8.DecodeRuneInString(name)
	if strings.ContainsRune("aeiouhàâéèêëîïôöü", unicode.ToLower(r)) {
		return "d’", name
	}
	return "de", name
}
