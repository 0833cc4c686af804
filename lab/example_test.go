package lab_test

import (
	"fmt"

	"github.com/contrechamp/contrechamp/lab"
)

// Six households of two were drawn: three got a letter.
func Example() {
	s := &lab.Sample{
		Y:       []float64{0, 1, 0, 0, 1, 1, 1, 1, 0, 1, 1, 1},
		W:       []int{0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1},
		Arms:    []string{"no letter", "letter"},
		Cluster: lab.ClusterIDs([]string{"a", "a", "b", "b", "c", "c", "d", "d", "e", "e", "f", "f"}),
	}
	x, names := lab.Dummies(s)
	fit, err := lab.OLS(s.Y, x, names)
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err := fit.Robust(lab.CR2, s.Cluster)
	if err != nil {
		fmt.Println(err)
		return
	}
	e, err := r.Coefficient("letter")
	if err != nil {
		fmt.Println(err)
		return
	}
	lo, hi := e.CI(0.95)
	fmt.Printf("effect %.3f (SE %.3f, %.1f degrees of freedom), 95%% interval %.2f to %.2f\n", e.Est, e.SE, e.DF, lo, hi)

	a, err := lab.NewAssignment(s)
	if err != nil {
		fmt.Println(err)
		return
	}
	t := a.RandomisationTest(func(w []int) float64 { return a.DiffMeans(w, 1) }, 1000, 0, nil)
	fmt.Printf("of %d ways to choose the households, %.0f%% differ as much\n", t.Draws, 100*t.TwoSided)
	// Output:
	// effect 0.333 (SE 0.333, 4.0 degrees of freedom), 95% interval -0.59 to 1.26
	// of 20 ways to choose the households, 70% differ as much
}

// Four messages, tested on households of two who vote alike.
func ExamplePlan() {
	p := lab.Plan{Messages: 4, Rate: 0.3, Differ: 0.4, Size: 2, ICC: 0.5}
	need, err := p.People(0.01)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d people, %d for each message, for a gain of %.2f; half of it is found %.0f times in 100\n", need.People, need.PerArm, need.Gain, 100*need.Half)
	// Output:
	// 79135 people, 19784 for each message, for a gain of 0.01; half of it is found 29 times in 100
}

func ExampleHolm() {
	fmt.Printf("%.2f\n", lab.Holm([]float64{0.01, 0.20, 0.03}))
	// Output:
	// [0.03 0.20 0.06]
}
