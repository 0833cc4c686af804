// Package sidebyside puts an advertiser's texts in an order of reading: pairs of
// messages that went to boxes which cannot overlap, those first that speak of
// one subject and carry a cue of opposition.
//
// It is an order and nothing else. Rules of this kind do not recognise
// contradictions: on pairs that they were not written with they find few and
// flag many that are none (docs/sidebyside.md). So a pair is never counted as a
// contradiction, and no list means that there is none. Whether two passages
// contradict each other is for a reader, who can mark the pair (Marks); only
// from marks come a precision and a recall, with intervals.
package sidebyside
