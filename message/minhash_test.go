package message

import (
	"math"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/contrechamp/contrechamp/internal/parallel"
	"github.com/contrechamp/contrechamp/words"
)

// minHash is the peer of Group: texts of one band of MinHash values are
// candidates (Broder 1997; bands as in Leskovec, Rajaraman and Ullman, Mining of Massive
// Datasets, chapter 3), each is verified by its sets.
func minHash(texts []string, bands, rows int) []int32 {
	sets := make([][]uint64, len(texts))
	signatures := make([][]uint64, len(texts))
	const step = 1024
	parallel.Do((len(texts)+step-1)/step, 0, func(c int) {
		for i := c * step; i < min((c+1)*step, len(texts)); i++ {
			sets[i] = setOf(words.List(texts[i]))
			least := slices.Repeat([]uint64{math.MaxUint64}, bands*rows)
			for _, s := range sets[i] {
				for k := range least {
					least[k] = min(least[k], mix(s^uint64(k+1)*0x9e3779b97f4a7c15))
				}
			}
			signatures[i] = make([]uint64, bands)
			for b := range bands {
				signatures[i][b] = join(least[b*rows : (b+1)*rows])
			}
		}
	})
	joined := newComponents(len(texts))
	order := make([]int32, len(texts))
	for b := range bands {
		order = order[:0]
		for i := range texts {
			if len(sets[i]) > 0 {
				order = append(order, int32(i))
			}
		}
		slices.SortFunc(order, func(x, y int32) int {
			if sx, sy := signatures[x][b], signatures[y][b]; sx != sy {
				return map[bool]int{true: -1, false: 1}[sx < sy]
			}
			return int(x - y)
		})
		for from := 0; from < len(order); {
			to := from + 1
			for to < len(order) && signatures[order[to]][b] == signatures[order[from]][b] {
				to++
			}
			for x := from; x < to; x++ {
				for y := x + 1; y < to; y++ {
					i, j := order[x], order[y]
					if joined.root(i) != joined.root(j) && jaccard(sets[i], sets[j]) >= .5 {
						joined.join(i, j)
					}
				}
			}
			from = to
		}
	}
	return joined.list()
}

// TestPeer prints the exact join beside MinHash with verification, in one run:
// CONTRECHAMP_FULL=1 go test ./message -run TestPeer -v. In every run a few thousand
// texts show that MinHash only misses pairs and invents none.
func TestPeer(t *testing.T) {
	sizes := []int{4000}
	if os.Getenv("CONTRECHAMP_FULL") != "" {
		sizes = []int{100_000}
	}
	for _, n := range sizes {
		texts := invented(n, 42)
		began := time.Now()
		exact := group(t, texts, 0)
		t.Logf("%d texts (seed 42): exact %.2f s", n, time.Since(began).Seconds())
		for _, c := range [][2]int{{24, 3}, {32, 2}} {
			began := time.Now()
			got := minHash(texts, c[0], c[1])
			took, wrong := time.Since(began), 0
			to := map[int32]int32{}
			for i, m := range got {
				if m != exact[i] {
					wrong++
				}
				if x, ok := to[m]; ok && x != exact[i] {
					t.Fatalf("text %d: MinHash joined what is not near", i)
				}
				to[m] = exact[i]
			}
			t.Logf("%d bands of %d rows: %.2f s, %d texts in another message", c[0], c[1], took.Seconds(), wrong)
		}
	}
}
