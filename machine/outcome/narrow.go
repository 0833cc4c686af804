package outcome

import "math"

// Box is a box that ran: how many people it holds, what it cost, how often its
// ads were shown.
type Box struct {
	People      int64
	Micros      int64 // money in millionths of a euro
	Impressions int64
}

// Narrow is how small the boxes of a campaign are.
type Narrow struct {
	Smallest int64    // people
	Below    [3]int64 // micro-euros spent in boxes of fewer than Limits people
	Spent    int64
	// Bits is how much a box tells of whom it was shown to, -log2(box /
	// electorate), averaged over impressions; ok is false if there were none.
	Bits float64
	Ok   bool
}

// Limits are the sizes below which a box counts as narrow, in people.
var Limits = [3]int64{100, 1_000, 10_000}

// Narrowness sums up boxes of an electorate. An empty box has no bits.
func Narrowness(boxes []Box, electorate int64) Narrow {
	n := Narrow{Smallest: -1}
	var shown int64
	for _, b := range boxes {
		if n.Smallest < 0 || b.People < n.Smallest {
			n.Smallest = b.People
		}
		for i, limit := range Limits {
			if b.People < limit {
				n.Below[i] += b.Micros
			}
		}
		n.Spent += b.Micros
		if b.People > 0 {
			n.Bits -= float64(float64(b.Impressions) * math.Log2(float64(b.People)/float64(electorate)))
			shown += b.Impressions
		}
	}
	if n.Smallest < 0 {
		n.Smallest = 0
	}
	if n.Ok = shown > 0; n.Ok {
		n.Bits /= float64(shown)
	}
	return n
}
