// Package reach finds the ads that reach a person, and counts the people that
// an ad reaches.
//
// Boxes hold the audiences of many ads in little memory. An Index over them
// answers for a partly known person with two sets of ads: those that would
// reach him, and those of which that cannot be known. Both come from the
// algebra of bitmaps and agree with audience.Eval on every ad; what no bitmap
// holds, like an or of ands, is asked of audience.Eval itself, and only where
// the rest of the ad holds.
//
// The layout follows what political ads look like: few of their conditions
// choose much, so that lists of ads by condition, walked one by one, lose
// against a plain loop; bitmaps win, 64 to 512 ads at a step. Ads stand in
// strata by the country or region they aim at, and a person reads only those
// that he may be in.
//
// Persons of whom all is known are counted one by one (People, Each, Join): so the
// machine finds which of its invented voters each ad reaches.
//
// The package needs the standard library and package audience alone, and
// builds for the browser.
package reach
