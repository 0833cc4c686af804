package lab

import (
	"math"
	"testing"
)

// TestShrunkByHand: two arms of 100 people each in two groups of 50, with an
// answer's variance of 1. Arm means are 0 and 2 with an error variance of .01,
// so the truth varies by 2 - .01 and they are drawn towards 1 by 1.99 / 2. Groups
// deviate by (-1, 1) under arm 0 and (.5, -.5) under arm 1: around -.25 and .25,
// by .75 either way, with an error variance of 1/50 - 1/100. That is a spread of
// 1.125 less .01 in either group.
func TestShrunkByHand(t *testing.T) {
	d := &Lessons{
		X:   [][]float64{{0, 1}},
		N:   [][]float64{{50, 50}, {50, 50}},
		Y:   [][]float64{{-50, 50}, {125, 75}},
		YY:  []float64{99, 99 + 400}, // 99 inside and n mean^2
		All: []float64{100, 300},
	}
	l, err := learnShrunk(d, []int{0, 1})
	if err != nil {
		t.Fatal(err)
	}
	if l.Arm[0] != 1 || l.Arm[1] != 1 || l.Promise.Arm != 1 {
		t.Errorf("choice %v, best %d", l.Arm, l.Promise.Arm)
	}
	mean, dev := 1+1*1.99/2, .75*1.115/1.125
	want := (mean-.25+dev)/4 + (mean+.25-dev)*3/4
	if math.Abs(l.Promise.Targeted-want) > 1e-12 {
		t.Errorf("promise %v, want %v", l.Promise.Targeted, want)
	}
}

// TestShrunkBelievesNothing: where arms differ by no more than chance would,
// every arm is predicted alike and the first wins.
func TestShrunkBelievesNothing(t *testing.T) {
	d := &Lessons{
		X:   [][]float64{{0, 1}},
		N:   [][]float64{{5, 5}, {5, 5}, {5, 5}},
		Y:   [][]float64{{1, 0}, {0, 1}, {1, 1}},
		YY:  []float64{90, 90, 90},
		All: []float64{15, 15},
	}
	l, err := learnShrunk(d, []int{0, 1, 2})
	if err != nil {
		t.Fatal(err)
	}
	if l.Arm[0] != 0 || l.Arm[1] != 0 || math.Abs(l.Promise.Targeted-4./30) > 1e-12 {
		t.Errorf("choice %v, promise %v", l.Arm, l.Promise)
	}
}

func TestShrunkNeedsPeople(t *testing.T) {
	d := &Lessons{X: nil, N: [][]float64{{1}, {0}}, Y: [][]float64{{1}, {0}}, YY: []float64{1, 0}, All: []float64{1}}
	if _, err := learnShrunk(d, []int{0, 1}); err == nil {
		t.Error("an arm without people was learned from")
	}
}
