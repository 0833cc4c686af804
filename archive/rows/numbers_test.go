package rows

import (
	"strings"
	"testing"

	"github.com/contrechamp/contrechamp"
)

// TestWhole reads amounts, and says of each that is none what is wrong with it.
func TestWhole(t *testing.T) {
	for in, want := range map[string]int64{"0": 0, "7": 7, "100.0": 100, "5.": 5, "1e3": 1000, "1.5E+2": 150, "999999999999": 999_999_999_999, "0.0": 0} {
		if got, err := Whole("Spend", []byte(in)); err != nil || got != want {
			t.Errorf("%q: %d, %v, want %d", in, got, err, want)
		}
	}
	for in, says := range map[string]string{
		"-5": "cannot be negative", "-0.5": "cannot be negative", "-1e3": "cannot be negative",
		"": "no whole number", "0.5": "no whole number", "1.5e0": "no whole number", "-0": "no whole number", "-": "no whole number",
		".0": "no whole number", "9999999999999": "no whole number", "12a": "no whole number", "a12": "no whole number", "1-2": "no whole number", "NaN": "no whole number",
	} {
		if got, err := Whole("Spend", []byte(in)); err == nil || got != 0 || !strings.Contains(err.detail.String(), says) {
			t.Errorf("%q: %d, %v, want an error that says %q", in, got, err, says)
		}
	}
}

// TestBucket reads every way in which brackets are written.
func TestBucket(t *testing.T) {
	for in, want := range map[string]contrechamp.Range{
		"1000": contrechamp.Exactly(100_000), "10k": contrechamp.Exactly(1_000_000), "1.0": contrechamp.Exactly(100), "165.5": contrechamp.Exactly(16_550), "1.2E+3": contrechamp.Exactly(120_000), "2M": contrechamp.Exactly(200_000_000),
		"\u2264 10k": contrechamp.Between(0, 1_000_000), "<1,000": contrechamp.Between(0, 100_000), "<=100": contrechamp.Between(0, 10_000),
		"10k-100k": contrechamp.Between(1_000_000, 10_000_000), "1M\u201310M": contrechamp.Between(100_000_000, 1_000_000_000), "5-5": contrechamp.Between(500, 500), "0-1000": contrechamp.Between(0, 100_000),
		"> 10M": contrechamp.AtLeast(1_000_000_000), "\u226510000000": contrechamp.AtLeast(1_000_000_000), ">=7": contrechamp.AtLeast(700),
	} {
		if got, err := Bucket("Spend", []byte(in), 100); (err == nil) != want.Stated || got != want {
			t.Errorf("%q: %+v, %v, want %+v", in, got, err, want)
		}
	}
	for in, says := range map[string]string{
		"-5": "cannot be negative", "-5-7": "cannot be negative", "7-5": "goes from 7 down to 5", "5-": "no bracket", "a": "no bracket", "\u2264a": "no bracket", ">": "no bracket",
		"\u2265x": "no bracket", "5k7": "no bracket", "99999999999999999999": "no whole number", "5000000M": "no bracket", "4398046511105": "no whole number",
	} {
		if got, err := Bucket("Spend", []byte(in), 100); err == nil || !strings.Contains(err.detail.String(), says) {
			t.Errorf("%q: %+v, %v, want an error that says %q", in, got, err, says)
		}
	}
}

// TestCountAndHundredths reads counts and amounts up to what is believed.
func TestCountAndHundredths(t *testing.T) {
	for in, want := range map[string]int64{"0": 0, "12": 1200, "12.3": 1230, "12.34": 1234, "12.3400": 1234, "4398046511104": 439_804_651_110_400, "0.05": 5, "12.": 1200, ".5": 50, "1.2345E+2": 12_345, "1.5e2": 15_000} {
		if got, err := Hundredths("Spend", in); err != nil || got != want {
			t.Errorf("%q: %d, %v, want %d", in, got, err, want)
		}
	}
	for in, says := range map[string]string{"-1": "cannot be negative", "-0.5": "cannot be negative", "12.345": "no amount", "4398046511105": "no amount", "+5": "no amount", "5.x": "no amount", "5.-1": "no amount", "": "no amount", ".": "no amount", "1.2345E+0": "no amount"} {
		if got, err := Hundredths("Spend", in); err == nil || got != 0 || !strings.Contains(err.detail.String(), says) {
			t.Errorf("%q: %d, %v, want an error that says %q", in, got, err, says)
		}
	}
	for in, want := range map[string]string{"0": "", "4398046511104": "", "4398046511105": "more than there can be", "-1": "cannot be negative", "1.5": "no whole number"} {
		_, err := Count("Ads", in)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.detail.String(), want) {
			t.Errorf("%q: %v, want %q", in, err, want)
		}
	}
}
