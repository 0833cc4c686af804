// Package trial runs one published experiment through the lab: it reads a
// file of people who were given messages at random, checks that it is what its
// description says, and computes the whole report as one value: does choosing
// a message for each person beat the single best message for all?
//
// Run gives a *Report of plain fields, which Text and JSON write and a page
// can draw. A report holds aggregates only: no policy, no score and no message
// of any person leaves this package, and groups of fewer than ten people are
// hidden. The gain that a policy promises on the data it was learned from
// never stands without the gain on other people.
package trial
