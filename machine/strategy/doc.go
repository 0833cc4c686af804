// Package strategy holds what a campaign may do with the same money: say
// nothing, say one thing to all, try messages first and say the best one, or
// tell every box something else.
package strategy
