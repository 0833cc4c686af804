// Package divergence asks whether an advertiser told different boxes different
// things: how far the words of its messages differ between boxes, and how far
// they would differ if the boxes had been dealt out at random among messages
// that began in the same month.
//
// The unit is the message (ads whose texts are the same up to small changes),
// never the ad: an advertiser runs one message as many ads in one box, and a
// test that shuffles ads finds a difference nearly always. The months are kept
// because campaigns change their words and their boxes with the calendar. What
// counts is whether a message has a word, not how often, since else long texts
// and articles decide.
//
// The distance is the Jensen-Shannon divergence of the boxes' word counts in
// bits (Lin 1991, IEEE Trans. Information Theory 37). It grows with sparse
// counts, so only its excess over the mean under shuffling says anything. The
// p-value is that of a permutation test (Phipson & Smyth 2010). Words are
// compared by the log-odds of Monroe, Colaresi & Quinn (2008, Political
// Analysis 16) with messages as units, and marked only beyond what the largest
// of them reaches by shuffling.
//
// Where nothing is found, the smallest excess that would have been seen stands
// beside it, and where months and boxes fall together it is said that they
// cannot be told apart. Differing words are no contradiction.
package divergence
