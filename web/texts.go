package web

import (
	"strings"

	"github.com/contrechamp/contrechamp"
)

// sameText is a text of an ad with how many of its creatives say it.
type sameText struct {
	contrechamp.Text
	Count int
}

// distinctTexts shows equal creatives of an ad once, in the order of the first.
func distinctTexts(texts []contrechamp.Text) []sameText {
	at := map[[2]string]int{}
	var out []sameText
	for _, t := range texts {
		key := [2]string{t.Body, t.Title}
		if t.Body != "" {
			key[1] = ""
		}
		if key == [2]string{} {
			continue
		}
		i, seen := at[key]
		if !seen {
			i = len(out)
			at[key] = i
			out = append(out, sameText{Text: t})
		}
		out[i].Count++
	}
	return out
}

// platformNames writes the names of a platform's parts as it does itself:
// "Facebook, Audience Network" for "facebook, audience_network".
func platformNames(listed string) string {
	names := strings.Split(listed, ",")
	for i, n := range names {
		words := strings.Fields(strings.ReplaceAll(n, "_", " "))
		for j, w := range words {
			switch w = strings.ToLower(w); w {
			case "whatsapp":
				words[j] = "WhatsApp"
			default:
				words[j] = upFirst(w)
			}
		}
		names[i] = strings.Join(words, " ")
	}
	return strings.Join(names, ", ")
}
