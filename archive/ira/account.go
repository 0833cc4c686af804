package ira

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"

	"github.com/contrechamp/contrechamp"
)

//go:embed accounts.tsv
var iraAccountsTable string

type iraAccounts struct {
	called map[string]string // an account's name
	reads  map[string]string // a misreading to the account, "-" if it is none
}

var iraAccountTable = sync.OnceValue(func() *iraAccounts {
	t := &iraAccounts{called: map[string]string{}, reads: map[string]string{}}
	for line := range strings.Lines(iraAccountsTable) {
		col := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if line[0] == '#' || len(col) != 3 {
			continue // a test holds the table to its form
		}
		if col[1] != "" {
			t.called[col[0]] = col[1]
		}
		for _, reading := range strings.Fields(col[2]) {
			t.reads[reading] = col[0]
		}
	}
	return t
})

var (
	iraAddress = regexp.MustCompile(`^https?://(?:www\.|m\.)?(fa[co]ebook|instagram)\.[co]om(.*)$`)
	PageID     = regexp.MustCompile(`-([0-9]{10,})$`)
)

// iraNotAccounts are first parts of addresses that are no account's.
var iraNotAccounts = map[string]bool{
	"events": true, "login": true, "commerce": true, "groups": true, "hashtag": true,
	"photo.php": true, "story.php": true, "permalink.php": true, "l.php": true, "p": true,
}

// account sets the advertiser: the Facebook or Instagram account that the
// landing address leads to. A page's address ends in its number, which then is
// the id; else the id is the name in the address. There is no advertiser if
// the address leads elsewhere, or to something that does not say whose it is (an
// event, a shop): the page is not stated.
func (r *iraRow) account(field, address string) {
	m := iraAddress.FindStringSubmatch(strings.ToLower(address))
	if m == nil {
		return
	}
	path, _, _ := strings.Cut(m[2], "?")
	parts := strings.FieldsFunc(path, func(c rune) bool { return c == '/' })
	if len(parts) == 0 || iraNotAccounts[parts[0]] {
		return
	}
	read := strings.ReplaceAll(parts[0], "|", "l")
	switch {
	case read == "pages" && len(parts) > 2:
		read = parts[1] + "-" + parts[2]
	case read == "pages":
		return
	case len(parts) > 1 && strings.HasPrefix(parts[1], "."):
		read += "/" + parts[1] // a stop in the name was read as /.
	}
	instagram := m[1] == "instagram"
	if instagram {
		read = "instagram/" + strings.ReplaceAll(read, "—", "_") // its names have no dashes
	} else {
		read = strings.ReplaceAll(read, "—", "-")
	}
	account, name := read, read
	if m := PageID.FindStringSubmatch(read); m != nil {
		account, name = m[1], strings.TrimSuffix(read, m[0])
	}
	t := iraAccountTable()
	right, ok := t.reads[read]
	if !ok {
		right, ok = t.reads[account]
	}
	switch {
	case right == "-":
		return
	case !ok && path[0] != '/' && t.called[account] == "":
		return // the first stroke of the path was lost: only a known page can be told
	case ok:
		r.repair(field, read, right, "account")
		account, name = right, right
	}
	r.ad.Advertiser = contrechamp.AdvertiserID(iraName + ":" + account)
	switch called, ok := t.called[account]; {
	case ok:
		r.ad.AdvertiserName = called
	case instagram:
		r.ad.AdvertiserName = "@" + strings.TrimPrefix(account, "instagram/")
	case name != account:
		r.ad.AdvertiserName = iraTitle(name)
	default:
		r.ad.AdvertiserName = account
	}
}

// iraTitle makes a name of the words in a page's address.
func iraTitle(slug string) string {
	words := strings.FieldsFunc(slug, func(c rune) bool { return c == '-' || c == '_' })
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, " ")
}
