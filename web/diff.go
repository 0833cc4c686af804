package web

import "strings"

// run is a stretch of a text; Mark says that the other text lacks it.
type run struct {
	Text string
	Mark bool
}

// diffWords marks the words in which two texts differ, by their longest common
// subsequence of words (Wagner and Fischer 1974). Texts of more than maxDiff
// words are shown whole.
func diffWords(old, now string) (a, b []run) {
	x, y := strings.Fields(old), strings.Fields(now)
	if len(x) > maxDiff || len(y) > maxDiff {
		return []run{{old, false}}, []run{{now, false}}
	}
	common := make([][]int, len(x)+1)
	for i := range common {
		common[i] = make([]int, len(y)+1)
	}
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			if x[i] == y[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(x) || j < len(y) {
		switch {
		case i < len(x) && j < len(y) && x[i] == y[j]:
			a, b = push(a, x[i], false), push(b, y[j], false)
			i, j = i+1, j+1
		case j == len(y) || i < len(x) && common[i+1][j] >= common[i][j+1]:
			a = push(a, x[i], true)
			i++
		default:
			b = push(b, y[j], true)
			j++
		}
	}
	return a, b
}

const maxDiff = 600

func push(runs []run, word string, mark bool) []run {
	if n := len(runs); n > 0 && runs[n-1].Mark == mark {
		runs[n-1].Text += " " + word
		return runs
	}
	return append(runs, run{word, mark})
}
