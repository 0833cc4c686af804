package archive

import (
	"github.com/contrechamp/contrechamp/archive/fbpac"
	"github.com/contrechamp/contrechamp/archive/ira"
	"github.com/contrechamp/contrechamp/archive/meta"
	"github.com/contrechamp/contrechamp/archive/rows"
	"github.com/contrechamp/contrechamp/archive/snap"
)

// Word is a word that ads carry, and what it means to a reader.
type Word struct {
	Archive string
	Word    string
	En, Fr  string
}

// In is the meaning in a language, fr or en.
func (w Word) In(lang string) string {
	if lang == "fr" {
		return w.Fr
	}
	return w.En
}

// Explain is what a word means; the word itself if the list lacks it.
func Explain(lang string, words []Word, word string) string {
	for _, w := range words {
		if w.Word == word {
			return w.In(lang)
		}
	}
	return word
}

// RepairRules are the rules by which damaged values are read: the words of
// contrechamp.Repair.Rule.
var RepairRules = []Word{
	{"ira", "age-letter-o", "a letter O in an age is the digit 0", "la lettre O dans un âge est le chiffre 0"},
	{"ira", "age-dash", "an age range with another dash, or none", "une tranche d’âge avec un autre tiret, ou sans"},
	{"ira", "digit-letter-i", "a letter I in a percentage is the digit 1", "la lettre I dans un pourcentage est le chiffre 1"},
	{"ira", "misread-category", "a facet under a misread name", "une rubrique au nom mal lu"},
	{"ira", "run-away-category", "the name of a section has swallowed the words before it, which end the criterion that stands there", "le nom d’une section a avalé les mots qui précèdent ; ils terminent le critère qui s’y trouve"},
	{"ira", "spilled-section", "a section of criteria that stands in another’s cell", "une section de critères tombée dans la cellule d’une autre"},
	{"ira", "lost-colon", "a heading whose colon is missing", "un intitulé dont les deux-points manquent"},
	{"ira", "misread-separator", "a stop, colon or semicolon where a list had a comma, or the reverse", "un point, deux-points ou point-virgule là où la liste avait une virgule, ou l’inverse"},
	{"ira", "glued-names", "several names read as one", "plusieurs noms lus comme un seul"},
	{"ira", "glued-groups", "two groups of criteria, both of which must match, read as one name", "deux groupes de critères, tous deux exigés, lus comme un seul nom"},
	{"ira", "name-cut-at-comma", "one name cut in two at its own comma", "un nom coupé en deux à sa propre virgule"},
	{"ira", "spelling", "a misread name, by a table of names", "un nom mal lu, d’après une table de noms"},
	{"ira", "spacing", "blanks, dashes or brackets of a name", "espaces, tirets ou parenthèses d’un nom"},
	{"ira", "file-name-in-value", "the name of the file in a value", "le nom du fichier dans une valeur"},
	{"ira", "placement", "a misread placement", "un emplacement mal lu"},
	{"ira", "exchanged-target", "a criterion that the extraction exchanged for another, by a table of ads", "un critère échangé contre un autre par l’extraction, d’après une table d’annonces"},
	{"ira", "account", "a misread name of an account in an address, by a table of accounts", "un nom de compte mal lu dans une adresse, d’après une table de comptes"},
	{"meta", meta.PlaceName, "a place under its official name; the record has it in the collector’s language, with help in brackets or its country twice", "un lieu sous son nom officiel ; le relevé le donne dans la langue du collecteur, avec une précision entre parenthèses ou son pays deux fois"},
	{"meta", rows.SheetNumber, sheetNumberEn, sheetNumberFr},
	{"snap", rows.SheetNumber, sheetNumberEn, sheetNumberFr},
	{"google", rows.SheetNumber, sheetNumberEn, sheetNumberFr},
	{"meta", rows.SheetDay, sheetDayEn, sheetDayFr},
	{"snap", rows.SheetDay, sheetDayEn, sheetDayFr},
	{"google", rows.SheetDay, sheetDayEn, sheetDayFr},
	{"fbpac", rows.SheetDay, sheetDayEn, sheetDayFr},
	{"meta", meta.UnquotedCell, "a list whose quotation marks Meta’s own script has taken out", "une liste dont le script de Meta a ôté les guillemets"},
	{"meta", meta.ListOfR, "a list as R writes it: c(\"a\", \"b\"), or with bars between", "une liste écrite par R : c(\"a\", \"b\"), ou séparée par des barres"},
	{"meta", rows.MissingWord, missingEn, missingFr},
	{"snap", rows.MissingWord, missingEn, missingFr},
	{"google", rows.MissingWord, missingEn, missingFr},
	{"fbpac", rows.MissingWord, missingEn, missingFr},
	{"snap", snap.LostList, "a list of postcodes that a spreadsheet destroyed: postcodes were used, which is not known", "une liste de codes postaux détruite par un tableur : des codes ont été utilisés, on ne sait lesquels"},
	{"snap", snap.RunOn, "postcodes that a spreadsheet ran together", "des codes postaux soudés par un tableur"},
	{"snap", snap.LeadingNil, "a postcode whose leading zero a spreadsheet dropped", "un code postal dont un tableur a supprimé le zéro initial"},
}

// What the rules for cells of spreadsheets mean, in every archive.
const (
	sheetNumberEn = "a number or an id as a spreadsheet or R writes it, such as 1e+05, 9001.0 or 1.234,50"
	sheetNumberFr = "un nombre ou un identifiant écrit par un tableur ou par R, comme 1e+05, 9001.0 ou 1.234,50"
	sheetDayEn    = "a date as a spreadsheet writes it; the file’s other dates say whether the day comes first"
	sheetDayFr    = "une date écrite par un tableur ; les autres dates du fichier disent si le jour vient en premier"

	missingEn = "cells that hold nothing but a word for a missing value (NA, NaN, None, NULL): blank"
	missingFr = "des cellules qui ne contiennent qu’un mot pour une valeur absente (NA, NaN, None, NULL) : vides"
)

// Marks are the words of contrechamp.Ad.Marks: how an audience was read.
var Marks = []Word{
	{"ira", ira.StandingFree, "sections that stand free beside one another are read as joined by and", "les sections qui se suivent sans lien sont lues comme jointes par et"},
	{"google", "targeting-by-campaign", "the archive states the targeting of campaigns; the ad’s is that of one of its campaigns", "l’archive donne le ciblage des campagnes ; celui de l’annonce est celui de l’une de ses campagnes"},
	{"google", "targeting-not-in-file", "the targeting of the ad’s campaigns is not in the file", "le ciblage des campagnes de l’annonce n’est pas dans le fichier"},
	{"google", "ad-grants", "paid with free advertising from Google Ad Grants, which charities get", "payée par la publicité gratuite de Google Ad Grants, offerte aux associations"},
	{"fbpac", fbpac.InPart, "one viewer was told one reason; the platform says that there may be others", "une personne s’est vu donner une raison ; la plateforme dit qu’il peut y en avoir d’autres"},
	{"fbpac", fbpac.Whole, "one viewer was told why", "une personne s’est vu dire pourquoi"},
	{"fbpac", fbpac.Not, "no explanation was collected", "aucune explication n’a été recueillie"},
}
