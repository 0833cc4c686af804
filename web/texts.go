package web

import "github.com/contrechamp/contrechamp/find"

// sameText is a text of an ad with how many of its creatives say it.
type sameText struct {
	find.Text
	Count int
}

// distinctTexts shows equal creatives of an ad once, in the order of the first.
func distinctTexts(texts []find.Text) []sameText {
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
