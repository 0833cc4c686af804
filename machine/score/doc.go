// Package score asks the program's own questions of archives whose truth is
// known: the machine holds campaigns (package library), their archives go through
// the ordinary import into a store, each question is asked as a reader would ask
// it, and the answers are held against what was planted. It says how often an
// answer is right, how much of the truth it finds, and how often an interval holds
// the number that it is about.
//
// A question's score is of this invented country, whose campaigns are simpler than
// real ones: texts come from a few templates. It shows what a detector cannot do
// even here; it does not show what it does elsewhere.
package score
