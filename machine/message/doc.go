// Package message says what a political message does to the people who see it:
// how much it moves the average person, how differently it moves groups, how
// repeated contacts add up and how fast it is forgotten; and the other theory,
// in which a message counts by what its hearer thinks of the speaker.
//
// Effects are in points: percentage points of support at even odds, where one
// point is LogitPerPoint on the logit scale.
package message

// LogitPerPoint is what one point of support at even odds is on the logit
// scale: the slope of the logistic function there is 1/4, and 0.01 / (1/4) is
// 0.04.
const LogitPerPoint = 0.04
