package lab

import (
	"math"
	"testing"
)

// Power and the minimum detectable effect are inverse to each other.
func TestPowerInverse(t *testing.T) {
	for _, power := range []float64{.5, .8, .9, .99} {
		near(t, "normal", NormalPower(MDE(2, .05, power), 2, .05), power, 1e-3)
		n, err := TTestN(.3, 1.5, .05, power)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "t", TTestPower(n, .3, 1.5, .05), power, 1e-9)
	}
	n, err := ProportionN(.5, .75, .05, .9)
	if err != nil || math.Abs(n-76.7) > .05 { // the example of R's help page for power.prop.test
		t.Errorf("people for .5 against .75: %.3f, %v", n, err)
	}
	near(t, "shares", ProportionPower(n, .5, .75, .05), .9, 1e-9)
	if _, err := ProportionN(.5, .5, .05, .9); err == nil {
		t.Error("equal shares: no error")
	}
	if _, err := TTestN(0, 1, .05, .8); err == nil {
		t.Error("no difference: no error")
	}
}
