package find

import (
	"testing"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/reach"
)

func TestAgeBracket(t *testing.T) {
	for s, want := range map[string][2]uint8{"18-24": {18, 24}, "65+": {65, audience.OpenAge}, "13–17": {13, 17}} {
		if f, ok := AgeBracket(s); !ok || f.Lo != want[0] || f.Hi != want[1] {
			t.Errorf("%q: %v %v, want %v", s, f, ok, want)
		}
	}
	for _, s := range []string{"", "Unknown", "24-18", "18", "300-400", "18-", "-24"} {
		if f, ok := AgeBracket(s); ok {
			t.Errorf("%q was read as %v", s, f)
		}
	}
}

func TestJaccard(t *testing.T) {
	for _, c := range []struct {
		a, b []reach.Criterion
		want float64
	}{{[]reach.Criterion{1, 2}, []reach.Criterion{2, 3}, 1. / 3}, {[]reach.Criterion{1}, []reach.Criterion{1}, 1}, {[]reach.Criterion{1}, []reach.Criterion{2}, 0}, {nil, nil, 1}, {nil, []reach.Criterion{1}, 0}} {
		if got := jaccard(c.a, c.b); got != c.want {
			t.Errorf("%v, %v: %v, want %v", c.a, c.b, got, c.want)
		}
	}
}
