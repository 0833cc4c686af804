// Package message finds texts that are the same up to small changes: messages,
// each with its variants.
//
// Two texts are near when at least half of their three-word shingles are common
// to both: Jaccard 1/2 or more of the sets of three consecutive terms, counted
// in whole numbers; a text of fewer than three terms is one shingle. A message
// is a connected component of texts under being near. Components do not depend
// on the order of texts nor on how many processors work, and more texts only
// join components, never part them.
//
// The join is exact: every pair of near texts is found, by prefixes of sets
// whose shingles are in the order of how rare they are (Chaudhuri, Ganti and
// Kaushik 2006; Xiao, Wang, Lin and Yu 2008, positional filter), walked by
// shingle and not by text, so that a shingle whose texts are one component
// already costs nothing.
package message
