// Package outcome says what a campaign did to an electorate: one outcome a
// file, each a plain computation on what voters saw, so that it can be checked
// by hand on four people.
//
// A voter is a position, 0 to N-1. What a voter saw of one party is a set of up
// to 64 messages, a bit each.
package outcome

// Set is the messages that somebody saw: bit m for message m.
type Set = uint64

// MaxMessages is how many messages of one party a Set can tell apart.
const MaxMessages = 64

// Reached is how many voters saw anything.
func Reached(seen []Set) int {
	n := 0
	for _, s := range seen {
		if s != 0 {
			n++
		}
	}
	return n
}

// anybody is the messages that anybody saw.
func anybody(seen []Set) (all Set) {
	for _, s := range seen {
		all |= s
	}
	return all
}
