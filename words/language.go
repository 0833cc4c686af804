package words

import "strings"

// functionWords are words that a language needs in nearly every sentence,
// folded as terms are. A word of several languages stands in each.
var functionWords = []struct{ lang, words string }{
	{"de", `aber alle als am an auch auf aus bei beim bin bis bist da damit dann das dass dein deine dem den denn der des deshalb dich die dies diese dieser dir doch du durch ein eine einem einen einer eines er es euch euer fur gegen geht gibt haben habt hat hier ich ihr ihre im immer in ins ist ja jetzt kann kein keine keinen konnen machen macht mehr mein mich mit muss mussen nach nicht nichts noch nun nur ob oder ohne schon sein sich sie sind so statt uber um und uns unser unsere unserem unseren unserer unter vom von vor war warum was weil wenn wer werden wie wieder will wir wird wo wollen zu zum zur zusammen zwischen`},
	{"en", `a about all an and are as at be been but by can do does don for from get has have he her here his how i if in into is it its just let me more my no not now of on one or our out she should so than that the their them then there these they this to up us was we were what when where which who why will with would you your`},
	{"fr", `a ai au aussi aux avec avez c ce ces cet cette chaque comme contre d dans de des donc du elle en entre est et etes ete etre eux il ils j je l la le les leur leurs lui ma mais me meme mes moins mon n ne nos notre nous on ont ou par pas pour plus qu quand que qui quoi s sa sans se ses si son sont sous sur ta te tes ton tous tout toute toutes tu un une va vos votre vous y`},
	{"nl", `aan al alle als bij dan dat de deze die dit door een en er geen hebben heeft het hij hoe hun ik in is je jij jullie kan maar me meer met mijn moet naar niet nog nu of om omdat onder ons onze ook op over te tegen tot uit van veel voor waar want wat we wel werd wij wil wordt worden zal ze zich zijn zo`},
}

// Language guesses the language of a text from its function words: that of
// which most terms are. It is "" where no language has a word, or two have
// equally many, since then nothing is known. Only German, English, French and
// Dutch are told apart; a text in another language may get a wrong answer.
func Language(terms []string) string {
	lang, best, tied := "", 0, false
	for _, f := range functionSets {
		n := 0
		for _, t := range terms {
			if f.words[t] {
				n++
			}
		}
		switch {
		case n > best:
			lang, best, tied = f.lang, n, false
		case n == best && n > 0:
			tied = true
		}
	}
	if tied {
		return ""
	}
	return lang
}

type functionSet struct {
	lang  string
	words map[string]bool
}

var functionSets = func() (all []functionSet) {
	for _, f := range functionWords {
		set := functionSet{f.lang, map[string]bool{}}
		for _, w := range strings.Fields(f.words) {
			set.words[w] = true
		}
		all = append(all, set)
	}
	return all
}()

// FunctionWord says whether a term is a function word of a language.
func FunctionWord(lang, term string) bool {
	for _, f := range functionSets {
		if f.lang == lang {
			return f.words[term]
		}
	}
	return false
}
