package message

import (
	"math/bits"

	"github.com/contrechamp/contrechamp/words"
)

// size is how many terms a shingle has.
const size = 3

// hashTerm is FNV-1a of a term, 64 bits.
func hashTerm(t []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range t {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}

// mix is the finaliser of SplitMix64: it spreads a number over all its bits.
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// join makes one hash of the hashes of consecutive terms. The order counts.
func join(terms []uint64) uint64 {
	var h uint64
	for _, t := range terms {
		h = mix(bits.RotateLeft64(h, 23) ^ t + 0x9e3779b97f4a7c15)
	}
	return h
}

// shingler makes the shingles of texts, one after another.
type shingler struct {
	terms    []uint64
	shingles []uint64
}

// of gives the shingles of a text in their order, repetitions included, good
// until the next call, and a 128-bit hash of its terms: texts of the same terms
// are the same text here. A text without terms has none.
func (s *shingler) of(text string) (shingles []uint64, whole [2]uint64) {
	s.terms, s.shingles = s.terms[:0], s.shingles[:0]
	words.TermBytes(text, func(t []byte) { s.terms = append(s.terms, hashTerm(t)) })
	if len(s.terms) == 0 {
		return nil, whole
	}
	for i := 0; i == 0 || i+size <= len(s.terms); i++ {
		s.shingles = append(s.shingles, join(s.terms[i:min(i+size, len(s.terms))]))
	}
	for _, t := range s.terms {
		whole[0] = mix(bits.RotateLeft64(whole[0], 17) + t)
		whole[1] = mix(bits.RotateLeft64(whole[1], 41) ^ t*0xd1342543de82ef95)
	}
	return s.shingles, whole
}
