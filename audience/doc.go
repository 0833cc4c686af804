// Package audience is the language of the box: the boolean expression that
// says whom an ad was aimed at.
//
//	age 18..44 and place "DE/Bayern" and interest any ("Yoga", "Vegan food")
//	  and not list "Donors"
//
// An expression is a tree of facts joined by and, or and not (Expr, Fact).
// Everything else in the program shares it: archives are read into it, pages
// print it, search asks for it, the matcher evaluates it, a population counts
// it. What can be done with one:
//
//   - Parse and String: the written form, there and back
//   - Canonical: one form for all ways of saying the same
//   - Eval: is a partly known Person in it? Yes, no, or unknown
//   - HangsOn and Flips: what an answer rests on, and what would turn it
//   - Overlap: can two audiences share people?
//   - Facts, Map, Parts, Criteria: taking one apart
//
// Two things make it unlike other query languages. Answers are three-valued
// throughout, by Kleene's strong logic: what a person did not say, or an
// archive does not disclose, is unknown and stays so until it is decided by
// something else. So no simplification may use the excluded middle, and
// gender female or gender male is not everyone. And what is undisclosed is a
// fact of its own: never dropped, and never the same as another.
//
// The package depends on nothing but the standard library, builds for the
// browser, and knows nothing of places beyond their paths (Places). Folding
// labels, and the key under which equal boxes meet, are in package key.
package audience
