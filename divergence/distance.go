package divergence

import "math"

// distances computes the divergence and the odds of words from counts, with
// what depends on whole numbers alone looked up in tables.
type distances struct {
	m     *matrix
	log   []float64   // log[x] = x log2 x
	odds  [][]float64 // odds[box*words+word][count] = z
	total []int32     // of each word, over all boxes
	sums  []int32     // of each box, over all words
}

func newDistances(m *matrix, q Question) *distances {
	d := &distances{m: m, total: make([]int32, len(m.vocab)), sums: make([]int32, len(m.boxes))}
	widest, sum := 0, 0 // boxes of a message; words of all messages
	for i, row := range m.rows {
		widest, sum = max(widest, len(row)), sum+len(m.words[i])
	}
	d.log = make([]float64, sum*widest+1)
	for x := 1; x < len(d.log); x++ {
		d.log[x] = float64(x) * math.Log2(float64(x))
	}
	n := len(m.told)
	d.odds = make([][]float64, len(m.boxes)*len(m.vocab))
	for b, in := range m.inBox {
		for w, has := range m.hasWord {
			z := make([]float64, min(in, has)+1)
			for y := range z {
				z[y] = math.Inf(-1)
				if has-y <= n-in {
					z[y] = logOdds(y, in, has-y, n-in, q.prior(m.vocab[w], n))
				}
			}
			d.odds[b*len(m.vocab)+w] = z
		}
	}
	return d
}

// logOdds is the z-score of Monroe, Colaresi & Quinn (2008), equations 15, 16
// and 22, with an informative prior worth ten messages: y1 of n1 messages here
// and y2 of n2 elsewhere have the word, a share f of all messages of the
// archive has.
func logOdds(y1, n1, y2, n2 int, f float64) float64 {
	a, b := priorMessages*f, priorMessages*(1-f)
	p1, q1 := float64(y1)+a, float64(n1-y1)+b
	p2, q2 := float64(y2)+a, float64(n2-y2)+b
	return (math.Log(p1/q1) - math.Log(p2/q2)) / math.Sqrt(1/p1+1/q1+1/p2+1/q2)
}

// jsd is H(sum of C) - sum over boxes of n_b/n H(C_b) in bits, where n_b are
// the row sums: the Jensen-Shannon divergence of the boxes' word counts,
// weighted by their sizes.
func (d *distances) jsd(c *counts) float64 {
	words := int32(len(d.m.vocab))
	clear(d.total)
	clear(d.sums)
	within, n := 0.0, int32(0) // sum of n_b log n_b - sum of c log c; all counts
	for _, i := range c.touched {
		x := c.of[i]
		within -= d.log[x]
		d.total[i%words] += x
		d.sums[i/words] += x
		n += x
	}
	if n == 0 {
		return 0
	}
	for _, sum := range d.sums {
		within += d.log[sum]
	}
	all := d.log[n]
	for _, x := range d.total {
		all -= d.log[x]
	}
	return max(0, (all-within)/float64(n)) // rounding may fall below
}

// largest is the largest z of the words that some message of a box has.
func (d *distances) largest(c *counts) float64 {
	top := math.Inf(-1)
	for _, i := range c.touched {
		top = max(top, d.odds[i][c.of[i]])
	}
	return top
}
