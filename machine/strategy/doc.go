// Package strategy holds what a campaign may do with the same money, one file
// each, listed in All: say nothing, say one thing to all, try messages first and
// say the best one, tell every cell of bought data what a learner chose, tell
// everybody what they like to hear, tell others' voters to stay at home.
package strategy
