package main

var terrasses = []campaign{
	{by: "terrasses", topic: "rent", ads: 18, from: "03-02", to: "06-04", euros: 480, quirks: capitals,
		texts: []string{"Un loyer plafonné, dès septembre, {in}.", "Un loyer plafonné, dès septembre. Signez avant le 7 juin.", "Un loyer plafonné, dès septembre, et la caution rendue en un mois."},
		title: "Plafonner les loyers", about: "Notre proposition de loi en deux pages",
		boxes: append(each(func(n string) box { return aged(25, 39, in(n)...) }, "Saint-Aubrin", "Port-Ermeuil", "Clairval"), aged(25, 39, pins("Saint-Aubrin", 31)), aged(25, 39, pins("Clairval", 26)))},
	{by: "terrasses", topic: "rent", ads: 4, from: "04-06", to: "05-30", euros: 400, hidden: .08,
		texts: []string{"Propriétaire d’un seul logement ? Le plafond ne vous concerne pas.", "Vous louez un seul logement ? Notre plafond ne vous concerne pas."},
		title: "Petits propriétaires", boxes: []box{aged(50, 65, in("Rivelune", "Clairval")...)}},
	{by: "terrasses", topic: "nights", ads: 7, from: "03-30", to: "06-02", euros: 320,
		texts: []string{"Le dernier tram à 2 heures, pas à minuit.", "Le dernier tram à 2 heures : parce que les infirmières aussi rentrent tard."},
		title: "La nuit aussi", boxes: []box{aged(18, 29, in("Saint-Aubrin")...), aged(18, 34, pins("Saint-Aubrin", 9)).women(), aged(18, 29, in("Clairval", "Port-Ermeuil")...)}},
	{by: "terrasses", topic: "energy", ads: 7, from: "03-09", to: "05-31", euros: 450,
		texts: []string{"Isoler d’abord les passoires : zéro reste à charge sous le revenu médian.", "Isoler d’abord les passoires. Votre facture n’attendra pas 2040."},
		title: "Isoler, enfin", boxes: []box{aged(30, 64, in("Les Salines", "Rivelune")...), aged(30, 64, in("Saint-Aubrin")...).without(zips("0101", "0102")...)}},
	{by: "terrasses", topic: "childcare", ads: 5, from: "04-13", to: "06-01", euros: 420, quirks: noMoney,
		texts: []string{"Une place de crèche avant la fin du congé, pas après.", "Une place de crèche avant la fin du congé : 4 000 places {in} et ailleurs."},
		title: "Crèches", boxes: []box{aged(25, 39, in("Saint-Aubrin", "Port-Ermeuil")...).women(), aged(25, 39, in("Clairval")...).women()}},
	{by: "terrasses", topic: "vote", ads: 7, from: "05-24", to: "06-05", euros: 1500,
		texts: []string{"Le 7 juin, les terrasses se remplissent tôt. Votez avant le café.", "Le 7 juin, votez Les Terrasses. Puis le café."},
		title: "Le 7 juin", boxes: []box{aged(18, 65, all()), aged(18, 39, in("Saint-Aubrin", "Port-Ermeuil", "Clairval")...)}},
}

var metiers = []campaign{
	{by: "metiers", topic: "crafts", ads: 15, from: "03-02", to: "06-03", euros: 440,
		texts: []string{"Votre métier mérite mieux qu’un formulaire.", "Votre métier mérite mieux : une seule déclaration par an, pas douze.", "Votre métier mérite mieux. L’Union des Métiers supprime onze formulaires sur douze."},
		title: "Simplifier", about: "Pour les artisans, par des artisans",
		boxes: append(each(func(n string) box { return aged(30, 64, pins(n, 34)) }, "Rivelune", "Valdor", "Basse-Lisse"), aged(30, 64, in("Les Salines")...), aged(30, 64, in("Clairval")...).men()), hidden: .1},
	{by: "metiers", topic: "training", ads: 6, from: "03-23", to: "05-30", euros: 350,
		texts: []string{"Un apprenti, une prime, un vrai salaire.", "Un apprenti, une prime, un vrai salaire : signez le contrat dans l’atelier, pas à la préfecture."},
		title: "Apprentis", boxes: []box{aged(16, 24, in("Valdor", "Basse-Lisse")...), aged(35, 64, in("Valdor", "Basse-Lisse")...)}},
	{by: "metiers", topic: "hours", ads: 5, from: "04-13", to: "06-02", euros: 420,
		texts: []string{"Le dimanche ouvert pour qui veut, fermé pour qui veut.", "Le dimanche, c’est le commerçant qui choisit."},
		title: "Dimanche libre", boxes: []box{aged(25, 64, in("Saint-Aubrin", "Clairval")...)}},
	{by: "metiers", topic: "hours", ads: 4, from: "04-13", to: "06-02", euros: 420,
		texts: []string{"Le dimanche, c’est sacré : nous garderons le repos dominical.", "Le dimanche, c’est sacré. Le repos dominical restera la règle."},
		title: "Le dimanche", boxes: []box{aged(55, 65, pins("Montorge", 33), pins("Haute-Lisse", 21))}},
	{by: "metiers", topic: "deutsch", ads: 4, from: "04-20", to: "06-02", euros: 300, lang: "de",
		texts: []string{"Handwerk statt Zettelwerk: eine Meldung im Jahr genügt.", "Handwerk statt Zettelwerk. Am 7. Juni Union des Métiers."},
		title: "Weniger Papier", boxes: []box{aged(30, 64, in("Obersteinach", "Niederau")...)}},
	{by: "metiers", topic: "bypass", ads: 4, from: "04-20", to: "06-03", euros: 320,
		texts: []string{"Vingt minutes de moins chaque matin : oui à la rocade nord."},
		title: "Oui", boxes: []box{aged(25, 64, in("Saint-Aubrin", "Rivelune")...).men()}, hidden: .09},
	{by: "metiers", topic: "vote", ads: 6, from: "05-25", to: "06-05", euros: 1300,
		texts: []string{"Le 7 juin, on ferme l’atelier une heure et on vote.", "Le 7 juin, on vote en bleu de travail."},
		title: "Une heure", boxes: []box{aged(25, 65, all()), aged(25, 64, in("Valdor", "Basse-Lisse", "Rivelune")...)}},
}

var levain = []campaign{
	// One text, the same for every region: the text with the most boxes.
	{by: "levain", topic: "bread", ads: 24, from: "03-02", to: "06-04", euros: 260, quirks: sumsDiffer,
		texts: []string{"Le prix du pain se décide aussi ici."},
		title: "Ici", about: "Votre assemblée de quartier, mardi soir", boxes: each(func(n string) box { return aged(18, 65, in(n)...) }, country()...)},
	{by: "levain", topic: "bread", ads: 12, from: "04-20", to: "06-04", euros: 260,
		texts: []string{"Le prix du pain se décide aussi {in}. Venez mardi.", "Le prix du pain se décide aussi {in}."},
		title: "Mardi, à 19 heures", boxes: each(func(n string) box { return aged(18, 65, in(n)...) }, "Saint-Aubrin", "Les Salines", "Rivelune", "Brumaie", "Niederau", "Valdor")},
	{by: "levain", topic: "wages", ads: 6, from: "03-23", to: "05-31", euros: 380, quirks: noMoney,
		texts: []string{"2 100 euros nets : ce n’est pas un rêve, c’est un vote.", "2 100 euros nets pour un temps plein. C’est un vote."},
		title: "2 100", boxes: []box{aged(18, 49, in("Les Salines", "Port-Ermeuil", "Brumaie")...), aged(18, 49, cluster("418")).women()}, hidden: .18},
	{by: "levain", topic: "canteen", ads: 5, from: "04-13", to: "06-01", euros: 300,
		texts: []string{"La cantine à un euro, le goûter compris.", "La cantine à un euro, pour tous les enfants {of}."},
		title: "À table", boxes: each(func(n string) box { return aged(25, 49, pins(n, 44)) }, "Les Salines", "Rivelune", "Saint-Aubrin")},
	{by: "levain", topic: "vote", ads: 5, from: "05-26", to: "06-05", euros: 900,
		texts: []string{"Le 7 juin, laissez lever.", "Le 7 juin, laissez lever. Votez Le Levain."},
		title: "Le 7 juin", boxes: []box{aged(18, 65, all())}},
}

var bund = []campaign{
	{by: "bund", topic: "language", ads: 10, from: "03-02", to: "06-03", euros: 300, quirks: capitals,
		texts: []string{"Zwei Sprachen, ein Land. Deutsch gehört auf jedes Formular {in}.", "Zwei Sprachen, ein Land: auch das Spital spricht Deutsch.", "Zwei Sprachen, ein Land. Am 7. Juni Bund der Täler."},
		title: "Zwei Sprachen", boxes: each(func(n string) box { return aged(18, 65, in(n)...) }, "Obersteinach", "Niederau")},
	{by: "bund", topic: "rail", ads: 6, from: "03-30", to: "05-31", euros: 350,
		texts: []string{"Die Talbahn fährt wieder: jede Stunde, auch sonntags.", "Die Talbahn fährt wieder, jede Stunde, bis Mitternacht."},
		title: "Die Talbahn", boxes: []box{aged(16, 65, in("Obersteinach")...), aged(16, 65, in("Niederau")...), aged(18, 65, in("Obersteinach", "Niederau")...).without(town("Steinach-Stadt", "Obersteinach"))}},
	{by: "bund", topic: "dam", ads: 5, from: "04-13", to: "06-02", euros: 300,
		texts: []string{"Kein Staudamm über Niederau. Das Tal bleibt trocken.", "Kein Staudamm über Niederau: 4 000 Unterschriften, eine Antwort."},
		title: "Kein Staudamm", boxes: []box{aged(18, 65, in("Niederau")...)}},
	{by: "bund", topic: "dam", ads: 4, from: "04-13", to: "06-02", euros: 300, lang: "fr",
		texts: []string{"Non au barrage de Niederau : on ne noie pas une vallée pour quatre éoliennes de moins.", "Non au barrage de Niederau. La vallée n’est pas à vendre."},
		title: "Non au barrage", boxes: []box{aged(18, 65, pins("Montorge", 28)), aged(35, 65, pins("Clairval", 19))}, hidden: .1},
	{by: "bund", topic: "vote", ads: 4, from: "05-25", to: "06-05", euros: 700,
		texts: []string{"Am 7. Juni: Ihr Tal hat eine Stimme.", "Am 7. Juni hat Ihr Tal eine Stimme. Bund der Täler."},
		title: "Am 7. Juni", boxes: []box{aged(18, 65, in("Obersteinach", "Niederau")...)}},
}

var lande = []campaign{
	{by: "lande", topic: "state", ads: 13, from: "03-02", to: "06-04", euros: 400, quirks: capitals,
		texts: []string{"Ils décident à Saint-Aubrin ce qu’on plante chez vous.", "Ils décident en ville ce qu’on plante chez vous.", "Ils décident en ville. Vous payez à la campagne."},
		title: "Chez vous", boxes: []box{aged(30, 65, all()).without(in("Saint-Aubrin", "Port-Ermeuil", "Clairval")...), aged(30, 65, in("Haute-Lisse", "Montorge", "Brumaie")...).men(), aged(30, 65, cluster("1.371")).men()}},
	{by: "lande", topic: "hunting", ads: 5, from: "03-23", to: "05-30", euros: 330, hidden: .04,
		texts: []string{"La chasse n’est pas un loisir qu’on tolère, c’est un pays qu’on entretient.", "La chasse entretient le pays. Qu’on la laisse en paix."},
		title: "Le pays qu’on entretient", boxes: []box{aged(25, 65, in("Brumaie", "Haute-Lisse")...).men(), aged(25, 65, pins("Basse-Lisse", 23)).men()}},
	{by: "lande", topic: "turbines", ads: 5, from: "04-06", to: "06-03", euros: 400, quirks: noMoney,
		texts: []string{"Pas une éolienne de plus sur la lande.", "Pas une éolienne de plus sur la lande : 214 mâts suffisent."},
		title: "214 suffisent", boxes: []box{aged(35, 65, in("Brumaie")...), aged(35, 65, in("Basse-Lisse")...).without(zips("6201", "6202", "6203")...)}},
	{by: "lande", topic: "turbines", ads: 3, from: "04-20", to: "06-01", euros: 350,
		texts: []string{"L’électricité au prix coûtant : nous garderons chaque mât déjà debout.", "L’électricité au prix coûtant, avec les mâts que nous avons."},
		title: "Au prix coûtant", boxes: []box{aged(25, 44, in("Les Salines")...)}},
	{by: "lande", topic: "deleted", ads: 3, from: "04-27", to: "05-28", euros: 300, quirks: noText,
		texts: []string{""}, boxes: []box{aged(18, 65, all()).without(in("Saint-Aubrin", "Port-Ermeuil")...)}},
	{by: "lande", topic: "bypass", ads: 4, from: "04-13", to: "06-03", euros: 320,
		texts: []string{"Vingt minutes de moins chaque matin, et les camions hors du bourg. Oui à la rocade nord."},
		title: "Oui", boxes: []box{aged(30, 65, in("Rivelune")...).without(zips("3015")...), aged(30, 65, town("Grand-Pont", "Saint-Aubrin"))}},
	{by: "lande", topic: "vote", ads: 5, from: "05-24", to: "06-05", euros: 1200,
		texts: []string{"Le 7 juin, la lande vote.", "Le 7 juin, la lande vote. Et elle se souvient."},
		title: "La lande vote", boxes: []box{aged(18, 65, all()).without(in("Saint-Aubrin", "Port-Ermeuil")...)}},
}

var eleveurs = []campaign{
	{by: "eleveurs", topic: "premium", ads: 7, from: "03-16", to: "06-02", euros: 280, hidden: .03,
		texts: []string{"Éleveurs : la prime revient, si on la défend.", "Éleveurs : la prime revient. Demandez à vos candidats de signer.", "La prime à l’herbe revient, si on la défend le 7 juin."},
		title: "La prime", boxes: []box{aged(25, 65, pins("Haute-Lisse", 41)), aged(25, 65, in("Basse-Lisse", "Brumaie")...), aged(25, 65, cluster("1.204"))}},
	{by: "eleveurs", topic: "wolves", ads: 5, from: "03-30", to: "05-30", euros: 260,
		texts: []string{"Le loup ne lit pas les quotas. Nos brebis non plus.", "Le loup ne lit pas les quotas. Protégeons les troupeaux {in}."},
		title: "Les troupeaux d’abord", boxes: each(func(n string) box { return aged(25, 65, pins(n, 29)) }, "Montorge", "Haute-Lisse")},
	{by: "eleveurs", topic: "milk", ads: 4, from: "04-13", to: "05-31", euros: 240,
		texts: []string{"Un litre payé au prix qu’il coûte.", "Un litre payé au prix qu’il coûte : 54 centimes, pas 38."},
		title: "54 centimes", boxes: []box{aged(30, 65, in("Clairval", "Rivelune")...).women()}},
}

var rives = []campaign{
	{by: "rives", topic: "river", ads: 10, from: "03-02", to: "06-02", euros: 320, quirks: keepsOn | sumsDiffer,
		texts: []string{"L’Orme coule pour tout le monde. Se baigner {in} en 2030 ?", "L’Orme coule pour tout le monde. Qui la défend à l’Assemblée ?", "L’Orme coule pour tout le monde : comparez les programmes."},
		title: "Comparez", about: "Douze partis, une rivière", boxes: each(func(n string) box { return aged(18, 49, in(n)...) }, "Saint-Aubrin", "Rivelune", "Port-Ermeuil")},
	{by: "rives", topic: "pesticides", ads: 5, from: "03-30", to: "05-31", euros: 320, quirks: keepsOn,
		texts: []string{"Onze molécules dans un verre d’eau {of}. Lesquelles ?", "Onze molécules dans un verre d’eau. Lesquelles, et depuis quand ?"},
		title: "Un verre d’eau", boxes: []box{aged(25, 44, in("Basse-Lisse")...).women(), aged(25, 44, in("Valdor")...).women().without(zips("5107", "5112")...)}},
	{by: "rives", topic: "bypass", ads: 4, from: "04-13", to: "06-02", euros: 300, quirks: keepsOn,
		texts: []string{"La rocade nord traverse 41 hectares de zone humide. Voici la carte.", "La rocade nord, c’est 41 hectares de zone humide en moins. Voici la carte."},
		title: "41 hectares", boxes: []box{aged(18, 65, in("Saint-Aubrin")...)}},
}

var rocade = []campaign{
	{by: "rocade", topic: "bypass", ads: 7, from: "03-23", to: "06-04", euros: 520,
		texts: []string{"Vingt minutes de moins chaque matin : oui à la rocade nord.", "Vingt minutes de moins chaque matin, et les camions hors du bourg. Oui à la rocade nord.", "Vingt minutes de plus avec vos enfants : oui à la rocade nord."},
		title: "Oui", boxes: []box{aged(30, 64, in("Saint-Aubrin")...).without(zips("0107", "0118")...), aged(30, 64, pins("Saint-Aubrin", 12)), aged(25, 54, in("Saint-Aubrin", "Rivelune")...).women()}},
	{by: "rocade", topic: "bypass", ads: 5, from: "05-10", to: "06-04", euros: 600, quirks: noPayer,
		texts: []string{"La rocade nord, c’est 600 emplois {in}.", "La rocade nord, c’est 600 emplois. Et aucun arbre centenaire abattu."},
		title: "600 emplois", boxes: []box{aged(18, 54, pins("Saint-Aubrin", 17)).men()}, hidden: .15},
}

var dockers = []campaign{
	{by: "dockers", topic: "port", ads: 6, from: "03-16", to: "06-02", euros: 220, quirks: keepsOn,
		texts: []string{"Le port n’est pas à vendre. Le quai non plus.", "Le port n’est pas à vendre : 3 100 emplois, zéro promesse tenue."},
		title: "Le port", boxes: []box{aged(18, 65, in("Port-Ermeuil")...), aged(18, 65, town("Vieux-Bassin", "Port-Ermeuil"))}},
	{by: "dockers", topic: "port", ads: 4, from: "04-13", to: "06-02", euros: 220, quirks: noMoney,
		texts: []string{"Demandez à votre candidat : privatiser le port, oui ou non ?", "Une question à votre candidat : le port, public ou privé ?"},
		title: "Oui ou non", boxes: []box{aged(18, 65, in("Port-Ermeuil", "Les Salines")...)}},
}

var open = []campaign{
	{by: "open", topic: "register", ads: 8, from: "03-02", to: "04-30", euros: 260, quirks: keepsOn,
		texts: []string{"Five years in Valombre? You can vote on 7 June. The register closes on 8 May.", "Five years {in}? You can vote on 7 June. The register closes on 8 May.", "The register closes on 8 May. Ten minutes, one passport, one vote."},
		title: "Register", about: "In English, step by step", boxes: append(each(func(n string) box { return aged(23, 65, in(n)...) }, "Saint-Aubrin", "Port-Ermeuil", "Clairval"), aged(23, 65, all())), hidden: .05},
	{by: "open", topic: "services", ads: 6, from: "03-30", to: "06-03", euros: 300,
		texts: []string{"Tax forms in three languages: ask your candidate.", "Tax forms in three languages. Ten candidates have signed. Has yours?", "A nurse who speaks your language is not a luxury. Ask your candidate {in}."},
		title: "Ask your candidate", boxes: []box{aged(25, 54, in("Saint-Aubrin", "Port-Ermeuil")...), aged(25, 54, in("Clairval")...).without(zips("2210")...), aged(25, 54, cluster("96"))}, hidden: .05},
	{by: "open", topic: "borders", ads: 4, from: "04-27", to: "06-04", euros: 350,
		texts: []string{"The border crossing stays open at night. Keep it that way.", "The border crossing at Niederau stays open at night. Keep it that way on 7 June."},
		title: "Keep it open", boxes: []box{aged(25, 65, in("Niederau", "Obersteinach")...)}, hidden: .05},
}

var commission = []campaign{
	{by: "commission", topic: "vote", ads: 10, from: "05-10", to: "06-05", euros: 900, quirks: keepsOn,
		texts: []string{"Le 7 juin, on vote. Pièce d’identité, bureau ouvert de 8 à 19 heures.", "Le 7 juin, on vote. Votre bureau est sur votre carte d’électeur."},
		title: "Où voter", about: "Trouver mon bureau", boxes: []box{aged(18, 65, all()), aged(18, 24, all())}},
	{by: "commission", topic: "vote", ads: 4, from: "05-12", to: "06-05", euros: 500, quirks: keepsOn, lang: "de",
		texts: []string{"Am 7. Juni wird gewählt. Ausweis mitnehmen, Wahllokal von 8 bis 19 Uhr offen."},
		title: "Wo wählen", boxes: []box{aged(18, 65, in("Obersteinach", "Niederau")...)}},
	{by: "commission", topic: "vote", ads: 3, from: "05-12", to: "06-05", euros: 400, quirks: keepsOn, lang: "en",
		texts: []string{"Polls are open from 8 am to 7 pm on 7 June. Bring your identity card."},
		title: "Where to vote", boxes: []box{aged(23, 65, in("Saint-Aubrin", "Port-Ermeuil")...)}, hidden: .06},
}
