package population

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// TestBasisRoundTrip: whatever a size rests on is read as it was written.
func TestBasisRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[ -~é“☃]{0,12}`)
		var s Size
		s.Of = rapid.Int64Min(0).Draw(t, "of")
		s.Countries = list(t, "countries", text)
		for range s.Countries {
			s.Years = append(s.Years, rapid.IntRange(0, 2100).Draw(t, "year"))
		}
		s.NoTable = list(t, "no table", text)
		if s.HasMid = rapid.Bool().Draw(t, "has mid"); s.HasMid {
			s.Mid = rapid.Float64Range(0, 1e10).Draw(t, "mid")
		}
		for range rapid.IntRange(0, 4).Draw(t, "reasons") {
			s.Reasons = append(s.Reasons, Reason{Kind: rapid.SampledFrom(order).Draw(t, "kind"), Fact: text.Draw(t, "fact"), In: text.Draw(t, "in"), N: rapid.IntRange(0, 1<<40).Draw(t, "n")})
		}
		hi := int64(-1)
		if s.Known = rapid.Bool().Draw(t, "known"); s.Known {
			s.Lo = rapid.Int64Range(0, 1e9).Draw(t, "lo")
			s.Hi = s.Lo + rapid.Int64Range(0, 1e9).Draw(t, "more")
			hi = s.Hi
		}
		written := s.Basis().Encode()
		b, err := ParseBasis(written)
		if err != nil {
			t.Fatalf("%s: %v", written, err)
		}
		if got := b.With(s.Lo, hi); !reflect.DeepEqual(got, s) {
			t.Fatalf("%s:\n got %+v\nwant %+v", written, got, s)
		}
	})
}

func list(t *rapid.T, name string, of *rapid.Generator[string]) []string {
	if l := rapid.SliceOfN(of, 0, 3).Draw(t, name); len(l) > 0 {
		return l
	}
	return nil
}

// TestDamagedBasisIsAnError: what cannot be read is never a basis of nothing.
func TestDamagedBasisIsAnError(t *testing.T) {
	if b, err := ParseBasis(""); err != nil || !reflect.DeepEqual(b, Basis{}) {
		t.Errorf("no text: %+v, %v", b, err)
	}
	for _, text := range []string{`{`, `{"of":"7"}`, `{"of":7} {}`, `{"of":7}]`, `{"people":7}`, `null null`, `[]`, `"of"`, ` `} {
		if b, err := ParseBasis(text); err == nil {
			t.Errorf("%q is read as %+v", text, b)
		}
	}
}
