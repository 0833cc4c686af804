package audience

import "fmt"

// class groups the kinds that are written and judged alike.
type class uint8

const (
	formed  class = iota // a form of its own: age, gender, place, language
	labels               // a platform's label in quotes, which a person can know of himself
	context              // where the ad stands, not whom it is for
	held                 // known to the platform or the advertiser only
	veiled               // nobody outside can tell: undisclosed, other
)

// table says of every kind what it is called and how it behaves. A new kind is
// one constant and one row.
var table = [kinds]struct {
	word  string
	class class
}{
	Age:         {"age", formed},
	Gender:      {"gender", formed},
	Place:       {"place", formed},
	Language:    {"language", formed},
	Interest:    {"interest", labels},
	Behaviour:   {"behaviour", labels},
	Politics:    {"politics", labels},
	Ethnicity:   {"ethnicity", labels},
	Education:   {"education", labels},
	Job:         {"job", labels},
	Employer:    {"employer", labels},
	Relation:    {"relation", labels},
	Income:      {"income", labels},
	Life:        {"life", labels},
	Likes:       {"likes", labels},
	FriendOf:    {"friend-of", labels},
	Attends:     {"attends", labels},
	List:        {"list", held},
	Lookalike:   {"lookalike", held},
	Visited:     {"visited", held},
	Engaged:     {"engaged", held},
	Broker:      {"broker", held},
	Device:      {"device", labels},
	Venue:       {"venue", labels},
	Placement:   {"placement", context},
	Keyword:     {"keyword", context},
	Site:        {"site", context},
	Undisclosed: {"undisclosed", veiled},
	Other:       {"other", veiled},
}

var byWord = func() map[string]Kind {
	m := make(map[string]Kind, kinds)
	for k := range kinds {
		m[table[k].word] = k
	}
	return m
}()

// AllKinds lists every kind in canonical order.
func AllKinds() []Kind {
	ks := make([]Kind, kinds)
	for k := range kinds {
		ks[k] = k
	}
	return ks
}

// String is the word that begins a fact of the kind: "friend-of".
func (k Kind) String() string {
	if k < kinds {
		return table[k].word
	}
	return fmt.Sprintf("kind(%d)", uint8(k))
}

// ParseKind finds a kind by its word.
func ParseKind(word string) (Kind, error) {
	if k, ok := byWord[word]; ok {
		return k, nil
	}
	return 0, fmt.Errorf("no kind of fact is called %q", word)
}

// Labelled reports whether a person can have or lack a platform's label of
// this kind, and know it: interest to attends, device and venue.
func (k Kind) Labelled() bool { return k < kinds && table[k].class == labels }

// Held reports whether facts of this kind are known to the platform or the
// advertiser only: lists, lookalikes, visitors, brokers' audiences.
func (k Kind) Held() bool { return k < kinds && table[k].class == held }

// Context reports whether the kind says where an ad stands and not whom it is
// for. Such facts belong in a second expression beside the box.
func (k Kind) Context() bool { return k < kinds && table[k].class == context }

// Veiled reports whether nobody outside can tell who is meant.
func (k Kind) Veiled() bool { return k < kinds && table[k].class == veiled }

// hideable reports whether word may follow undisclosed.
func hideable(word string) bool {
	switch word {
	case "zip", "expansion":
		return true
	case "undisclosed":
		return false
	}
	_, ok := byWord[word]
	return ok
}
