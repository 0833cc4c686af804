package say

import (
	"math"
	"strconv"
	"strings"

	"github.com/contrechamp/contrechamp/lab"
)

// Plan says in plain words how many people it takes to see a gain, or, when the
// people were given, the smallest gain that they can show; then what was
// assumed. Gains of a yes-or-no outcome are said in percentage points.
func (l Lang) Plan(p lab.Plan, d lab.Need, peopleGiven bool) (string, error) {
	p, err := p.WithDefaults()
	if err != nil {
		return "", err
	}
	who := l.T("plan-people", "x", roundedUp(d.People))
	if p.Size > 1 {
		who = l.T("plan-clusters", "people", who, "x", roundedUp(d.Clusters))
	}
	id := "plan-need"
	if peopleGiven {
		id = "plan-smallest"
	}
	out := []string{l.T(id, "who", who, "each", roundedUp(d.PerArm), "gain", l.gain(p, d.Gain),
		"found", l.Float(100*p.Power, 0), "half", l.Float(100*d.Half, 0))}
	if d.PerArm < 100 {
		out = append(out, l.T("plan-rough"))
	}
	out = append(out, l.T("plan-assumed", "list", strings.Join(l.assumed(p), l.pick(hard+"; ", "; "))))
	return strings.Join(out, " "), nil
}

// gain says a gain with its unit.
func (l Lang) gain(p lab.Plan, gain float64) string {
	if p.Rate == 0 {
		return l.T("plan-units", "x", l.twoDigits(gain))
	}
	x := l.twoDigits(100 * gain)
	if v, err := strconv.ParseFloat(EN.twoDigits(100*gain), 64); err == nil && l.single(v) {
		return l.T("plan-point", "x", x)
	}
	return l.T("plan-points", "x", x)
}

// single reports whether the language takes a quantity as one of a thing:
// French does so below two, English for one alone.
func (l Lang) single(v float64) bool {
	if l == FR {
		return math.Abs(v) < 2
	}
	return math.Abs(v) == 1
}

// assumed lists what the answer hangs on.
func (l Lang) assumed(p lab.Plan) []string {
	var out []string
	add := func(id string, v float64) { out = append(out, l.T(id, "x", l.twoDigits(v))) }
	if p.Rate != 0 {
		add("plan-rate", 100*p.Rate)
	} else {
		add("plan-sd", p.SD)
	}
	add("plan-differ", 100*p.Differ)
	if p.Control > 0 {
		add("plan-control", 100*p.Control)
	}
	if p.R2 > 0 {
		add("plan-explained", 100*p.R2)
	}
	if p.Size > 1 {
		add("plan-icc", p.ICC)
	}
	return out
}

// twoDigits writes a positive number to two significant digits, larger ones
// whole, never with an exponent and without separators.
func (l Lang) twoDigits(v float64) string {
	if v == 0 {
		return "0"
	}
	decimals := max(0, 1-int(math.Floor(math.Log10(v)+1e-9)))
	s := strconv.FormatFloat(v, 'f', decimals, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return strings.Replace(s, ".", l.Mark(), 1)
}

// roundedUp is n rounded up to three digits.
func roundedUp(n int) int {
	unit := 1
	for n/unit >= 1000 {
		unit *= 10
	}
	return (n + unit - 1) / unit * unit
}
