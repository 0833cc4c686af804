// Package lab holds the statistics of randomised experiments with several
// messages: how large is each effect, which message is best, and does a rule
// that picks a message by what is known of a person beat the single best
// message for all.
//
// It works on slices and gonum matrices and knows nothing of ads, archives or
// files. Columns are column-major: X[j][i] is covariate j of row i. Arm 0 is
// the reference (control). Clusters and blocks are dense ids from 0.
//
// Conventions that hold for the whole package:
//
//   - Randomness is an argument (*rand.Rand, see Rand); the caller prints the seed.
//   - No function changes its arguments.
//   - Every formula names its source. The values it was checked against, one
//     by one, stand in docs/lab.md.
//   - Intervals are two-sided; level is the coverage, such as 0.95.
package lab
