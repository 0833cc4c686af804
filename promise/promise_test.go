package promise

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	for text, want := range map[string]string{
		"fr: Nous construirons un pont sur l’Orme.":                   "will: Nous construirons",
		"fr: Dès 2027, nous ne fermerons plus d’école.":               "will: nous ne fermerons",
		"fr: Je rendrai le port aux habitants.":                       "will: Je rendrai",
		"fr: Nous aimons les environs du port.":                       "",
		"fr: La voiture sera interdite. C’est notre promesse à tous.": "pledge: notre promesse",
		"fr: Nous nous engageons à baisser la taxe.":                  "pledge: nous engageons",
		"fr: Vos outils, nous les gardons pour toujours.":             "act: nous les gardons",
		"fr: Nous voulons un loyer plafonné pour tous.":               "aim: Nous voulons",
		"fr: Construirons-nous un pont sur l’Orme ?":                  "",
		"fr: Nous vous rencontrerons au marché samedi.":               "",
		"fr: Ils construiront un pont sur l’Orme.":                    "",
		"en: We will build a bridge.":                                 "will: We will",
		"en: We’ll never sell the port.":                              "will: We’ll",
		"en: The port stays ours. That is our pledge to you.":         "pledge: our pledge",
		"en: If we win, we will see.":                                 "",
		"en: They will build a bridge.":                               "",
		"en: We will meet you at the market.":                         "",
		"en: We want a bridge for all.":                               "aim: We want",
		"en: We protect every school here.":                           "act: We protect",
		"de: Wir werden die Brücke bauen.":                            "will: Wir werden",
		"de: Den Hafen werden wir nicht verkaufen.":                   "will: werden wir",
		"de: Aktuell werden wir durch Steuern gebremst.":              "", // a passive; Steuern is a noun
		"de: Das muss anders werden. Wir wollen eine Brücke.":         "aim: Wir wollen",
		"de: Wir bauen die Brücke über den Fluss.":                    "act: Wir bauen",
		"de: Deshalb fördern wir die Fähre.":                          "act: fördern wir",
		"de: Deshalb fordern wir die Fähre.":                          "aim: fordern wir",
		"de: Die Regierung wird die Brücke bauen.":                    "",
		"de: Wir werden am Samstag vor Ort sein und feiern.":          "",
		"de: Ich verspreche Ihnen eine Fähre.":                        "pledge: Ich verspreche",
		"de: Wir bauen.":                                              "", // too short to have an object
		"nl: Wij zullen de brug bouwen.":                              "",
	} {
		lang, body, _ := strings.Cut(text, ": ")
		var got []string
		for _, p := range Find(body, lang) {
			got = append(got, fmt.Sprintf("%s: %s", p.Form, body[p.Because.From:p.Because.To]))
		}
		if s := strings.Join(got, "; "); s != want {
			t.Errorf("%s: %q, want %q", text, s, want)
		}
	}
}

// TestBack: a sentence that calls the one before a promise takes it in.
func TestBack(t *testing.T) {
	body := "Votez. Le péage disparaîtra. C’est notre promesse à tous."
	got := Find(body, "fr")
	if len(got) != 1 || strings.TrimSpace(body[got[0].From:got[0].To]) != "Le péage disparaîtra. C’est notre promesse à tous." || len(got[0].Topics) != 1 || got[0].Topics[0] != 10 {
		t.Errorf("%+v", got)
	}
	body = "Nous fermerons le péage du nord. C’est notre promesse à tous."
	if got := Find(body, "fr"); len(got) != 1 || got[0].From != 0 || got[0].Form != Pledge {
		t.Errorf("%+v", got)
	}
}

// TestTabulate: who was given what, who was told something else on the topic,
// and who nothing.
func TestTabulate(t *testing.T) {
	table, err := Tabulate(context.Background(), []Text{
		{ID: 1, Lang: "fr", Body: "Nous ouvrirons une école neuve dans le quartier du port de Brume.", Boxes: []int{1}},
		{ID: 2, Lang: "fr", Body: "Nous ouvrirons une école neuve dans le quartier du port de Lisse.", Boxes: []int{2}},
		{ID: 3, Lang: "fr", Body: "L’école est belle.", Boxes: []int{3}},
		{ID: 4, Lang: "fr", Body: "Nous baisserons le péage du pont. Bonjour.", Boxes: []int{4, 1}},
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range table.Rows {
		got = append(got, fmt.Sprint(r.Form, r.Topics, r.Texts, r.Wordings, r.Cells))
	}
	want := []string{"will[6][1 2]2[given given other silent]", "will[10][4]1[given silent silent given]"}
	// fmt.Sprint puts blanks between operands that are no strings.
	for i := range got {
		got[i] = strings.ReplaceAll(got[i], " [", "[")
		got[i] = strings.ReplaceAll(got[i], "] ", "]")
	}
	if fmt.Sprint(table.Boxes) != "[1 2 3 4]" || !slices.Equal(got, want) {
		t.Errorf("boxes %v, rows %q, want %q", table.Boxes, got, want)
	}
	if r := table.Rows[0]; r.Text != 1 || r.From != 0 {
		t.Errorf("shown in %+v", r)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, bad := range []string{"a\n", header + "\nself\tfr\n", header + "\nself\tnl\tik\n", header + "\nmaybe\tfr\tx\n"} {
		if _, err := parse(bad); err == nil {
			t.Errorf("%q is read without an error", bad)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("Nous fermerons. Förderung? Wir werden das ändern", "de")
	f.Fuzz(func(t *testing.T, body, lang string) {
		last := 0
		for _, p := range Find(body, lang) {
			if p.From < last || p.To > len(body) || p.Because.From < p.From || p.Because.To > p.To || p.Because.From >= p.Because.To {
				t.Fatalf("%+v of %d bytes", p, len(body))
			}
			last = p.To
		}
	})
}
