package rows

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// HTMLText is what a person reads of a piece of HTML: its text, paragraphs and
// breaks as line ends, other blanks run together. Scripts and styles say
// nothing. The input is hostile; the output is text and never markup.
func HTMLText(s string) string {
	text, _, _ := HTMLRead(s)
	return text
}

// HTMLRead is htmlText with where the links lead (http and https only) and the
// text of elements that have an id, by their id.
func HTMLRead(s string) (text string, links []string, byID map[string]string) {
	z := html.NewTokenizer(strings.NewReader(s))
	var b strings.Builder
	byID = map[string]string{}
	var open []string // ids of the open elements, "" for those without
	hidden := 0
	line := func() {
		if b.Len() > 0 && !strings.HasSuffix(b.String(), "\n") {
			b.WriteByte('\n')
		}
	}
	for {
		switch z.Next() {
		case html.ErrorToken: // the end, or what the tokenizer cannot go on with
			return strings.Trim(blankLines(b.String()), "\n "), links, byID
		case html.TextToken:
			if hidden > 0 {
				continue
			}
			t := string(z.Text())
			b.WriteString(t)
			for _, id := range open {
				if id != "" {
					byID[id] += t
				}
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			id := ""
			for _, a := range t.Attr {
				switch {
				case a.Key == "id":
					id = a.Val
				case a.Key == "href" && t.DataAtom == atom.A && (strings.HasPrefix(a.Val, "https://") || strings.HasPrefix(a.Val, "http://")):
					links = append(links, a.Val)
				}
			}
			switch t.DataAtom {
			case atom.Br:
				b.WriteByte('\n')
				continue
			case atom.Img, atom.Hr, atom.Input, atom.Meta, atom.Link:
				continue
			case atom.Script, atom.Style:
				hidden++
			case atom.P, atom.Div, atom.Li, atom.Tr, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
				line()
			}
			if t.Type == html.StartTagToken && len(open) < 1000 {
				open = append(open, id)
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			switch atom.Lookup(name) {
			case atom.Script, atom.Style:
				hidden = max(0, hidden-1)
			case atom.P, atom.Div, atom.Li, atom.Tr, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
				line()
			case atom.Br, atom.Img, atom.Hr, atom.Input, atom.Meta, atom.Link:
				continue
			}
			if len(open) > 0 {
				open = open[:len(open)-1]
			}
		}
	}
}

// blankLines runs the blanks of each line together and drops empty lines.
func blankLines(s string) string {
	var lines []string
	for l := range strings.SplitSeq(s, "\n") {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "\n")
}
