package message

import (
	"math"
	"math/rand/v2"
	"testing"
)

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if math.Abs(got-want) > within {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// TestResponse holds the regression against values computed with numpy.
func TestResponse(t *testing.T) {
	for _, c := range []struct {
		name string
		g    Groups
		beta []float64
		c00  float64
		c0n  float64 // first group with the last
	}{
		{"age", Ages, []float64{-0.239283, -0.067954, 0.149355, -0.034838}, 0.789752, -0.556318},
		{"ideology", Ideologies, []float64{-0.239202, 0.031084, 0.088598, 0.035974, -0.227279}, 0.690866, -0.155076},
	} {
		r, err := c.g.Respond()
		if err != nil {
			t.Fatal(err)
		}
		n := len(c.beta)
		for i, b := range c.beta {
			near(t, c.name+" beta", r.Beta[i], b, 1e-6)
		}
		near(t, c.name+" C", r.C[0][0], c.c00, 1e-6)
		near(t, c.name+" C", r.C[0][n-1], c.c0n, 1e-6)
		for i := range n {
			wc := 0.0
			for j := range n {
				wc += c.g.Weights[j] * r.C[i][j]
				rr := 0.0
				for k := range n {
					rr += r.root[i][k] * r.root[j][k]
				}
				near(t, c.name+" root", rr, r.C[i][j], 1e-9)
				cov := func(h float64) float64 { return (1+h*r.Beta[i])*(1+h*r.Beta[j]) + h*h*r.C[i][j] }
				v := func(a int) float64 { return (1+r.Beta[a])*(1+r.Beta[a]) + r.C[a][a] }
				near(t, c.name+" correlation at h = 1", cov(1)/math.Sqrt(v(i)*v(j)), c.g.R[i][j], 1e-12)
			}
			near(t, c.name+" C w", wc, 0, 1e-12)
		}
	}
}

// TestHeterogeneity: what h means, as the model's reference prints it.
func TestHeterogeneity(t *testing.T) {
	age, _ := Ages.Respond()
	ideology, _ := Ideologies.Respond()
	within := Ages.Within(age) + Ideologies.Within(ideology)
	for _, c := range []struct{ h, young, two, sd float64 }{
		{0, 1, 1, 0}, {.3, .891, .946, .413}, {1, .13, .61, 1.378}, {2, -.581, .281, 2.755},
	} {
		v := func(a int) float64 { return math.Pow(1+c.h*age.Beta[a], 2) + c.h*c.h*age.C[a][a] }
		cov := (1+c.h*age.Beta[0])*(1+c.h*age.Beta[3]) + c.h*c.h*age.C[0][3]
		near(t, "18-24 with 55+", cov/math.Sqrt(v(0)*v(3)), c.young, 6e-4)
		near(t, "two random people", 1/(1+c.h*c.h*within), c.two, 6e-4)
		near(t, "sd inside a message", SDOfEffects*c.h*math.Sqrt(within), c.sd, 6e-4)
	}
}

type pcg struct{ *rand.Rand }

func (p pcg) Normal() float64 { return p.NormFloat64() }

// TestDrawnMessages: over 20,000 messages the groups' effects have the mean and
// the correlation that they should; each bound is 5 standard errors, so a right
// program fails in one of 10^6 runs, and the seed is fixed.
func TestDrawnMessages(t *testing.T) {
	age, _ := Ages.Respond()
	ideology, _ := Ideologies.Respond()
	e := Effects{Mean: MeanEffect, SD: SDOfEffects, Heterogeneity: 1, Age: age, Ideology: ideology}
	z := pcg{rand.New(rand.NewPCG(7, 7))}
	const n = 20000
	var sum, young, old, yy, oo, yo float64
	for range n {
		m := e.Draw(z)
		weighted := 0.0
		for a, w := range Ages.Weights {
			for k, v := range Ideologies.Weights {
				weighted += w * v * m.Of(a, k)
			}
		}
		near(t, "mean over the electorate", weighted, m.Mean, 1e-9)
		sum += m.Mean
		y, o := m.Mean+m.Age[0], m.Mean+m.Age[3]
		young, old, yy, oo, yo = young+y, old+o, yy+y*y, oo+o*o, yo+y*o
	}
	near(t, "mean effect", sum/n, MeanEffect, 5*SDOfEffects/math.Sqrt(n))
	cov := yo/n - young*old/n/n
	cor := cov / math.Sqrt((yy/n-young*young/n/n)*(oo/n-old*old/n/n))
	near(t, "18-24 with 55+", cor, .13, 5/math.Sqrt(n))

	e.Heterogeneity = 0
	m := e.Draw(z)
	near(t, "h = 0", m.Of(0, 4), m.Of(3, 0), 0)
}

// TestSameMessagesWhateverH: worlds that differ in h alone have messages of the
// same means and the same directions.
func TestSameMessagesWhateverH(t *testing.T) {
	age, _ := Ages.Respond()
	ideology, _ := Ideologies.Respond()
	draw := func(h float64) []Message {
		z := pcg{rand.New(rand.NewPCG(1, 2))}
		e := Effects{MeanEffect, SDOfEffects, h, age, ideology}
		return []Message{e.Draw(z), e.Draw(z)}
	}
	one, two := draw(1), draw(2)
	for i := range one {
		near(t, "mean", two[i].Mean, one[i].Mean, 0)
		near(t, "age", two[i].Age[1], 2*one[i].Age[1], 1e-12)
		near(t, "ideology", two[i].Ideology[4], 2*one[i].Ideology[4], 1e-12)
	}
}

func TestRespondRefuses(t *testing.T) {
	bad := Groups{Weights: []float64{.5, .5}, R: [][]float64{{1, 2}, {2, 1}}}
	if _, err := bad.Respond(); err == nil {
		t.Error("a matrix with a correlation of 2 was taken")
	}
	if _, err := (Groups{Weights: []float64{1}, R: nil}).Respond(); err == nil {
		t.Error("no matrix was taken")
	}
}

func TestDecay(t *testing.T) {
	for days, want := range map[int]float64{0: 1, 7: 0.321937, 14: 0.154729, 28: 0.103328} {
		near(t, "left", HillDecay.Left(days), want, 1e-6)
	}
	near(t, "left on day 43", HillDecay.Left(43), .9*math.Exp(-43./5), 1e-12)
	near(t, "after a week, without a tail", GerberDecay.Left(7), math.Exp(-3.5), 1e-12)
	for i, want := range []float64{0.918429, 0.600538, 0.351453, 0.188332, 0.113577} {
		near(t, "phase", HillDecay.Weight(Phases[i]), want, 1e-6)
	}
	near(t, "one contact", Dose(1), 1, 0)
	near(t, "two contacts", Dose(2), 1.5, 0)
	near(t, "none", Dose(0), 0, 0)
	for i := 1; i < len(Phases); i++ {
		if Phases[i].First != Phases[i-1].Last+1 {
			t.Errorf("a gap before phase %d", i)
		}
	}
}

// TestBacklash: at q = 1/4 the backlash that eats up a gain of one point is .12.
func TestBacklash(t *testing.T) { near(t, "backlash", Backlash(LogitPerPoint, .25), .12, 1e-12) }
