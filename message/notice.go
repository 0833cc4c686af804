package message

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed notices.txt
var noticeFile string

var notices = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(noticeFile) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			out[line] = true
		}
	}
	return out
})

// Notice says that a text, given as its terms, is what the platform put in the
// place of one: it is no text of the advertiser, and no message.
func Notice(terms []string) bool { return notices()[strings.Join(terms, " ")] }
