// Package machine runs a whole campaign of targeted advertisements on an
// invented electorate, up to the vote, so that what is done behind closed doors
// can be looked at: an electorate (package electorate), what messages do
// (message), what campaigns do with their money (strategy), the market that
// sells places (market), and what came of it (outcome). docs/machine.md is its
// reference.
//
// Two elections of one seed share all chance: they differ by what was done
// differently and by nothing else.
package machine
