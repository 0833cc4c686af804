package key

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/contrechamp/contrechamp/audience"
)

func TestLabel(t *testing.T) {
	for _, c := range []struct{ in, out string }{
		{"", ""},
		{"vegan food", "vegan food"},
		{"Vegan  FOOD!", "vegan food"},
		{" vegan-food ", "vegan food"},
		{" vegan food", "vegan food"},
		{"vegan food ", "vegan food"},
		{"e-mail", "e mail"},
		{"-a", "a"},
		{"Bündnis 90/Die Grünen", "bündnis 90 die grünen"},
		{"BÜNDNIS 90/DIE GRÜNEN", "bündnis 90 die grünen"},
		{"Bu\u0308ndnis", "bündnis"}, // decomposed
		{"Straße", "strasse"},
		{"ΌΣΟΣ", "όσοσ"},
		{"ﬁnance ②", "finance 2"},
		{"Köln", "köln"},
		{"Koln", "koln"},
		{"İstanbul", "i̇stanbul"},
		{"Black—Baptist—church", "black baptist church"},
		{"हिन्दी", "हिन्दी"}, // marks stay
		{"???", "???"},
		{"!!", "!!"},
	} {
		if got := Label(c.in); got != c.out {
			t.Errorf("Label(%q) = %q, want %q", c.in, got, c.out)
		}
	}
}

func FuzzLabel(f *testing.F) {
	f.Add("Bündnis 90/Die Grünen")
	f.Add("ﬁ İ ǅ ß\u0345\u0301")
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		once := Label(s)
		if twice := Label(once); twice != once {
			t.Fatalf("Label(%q) = %q, and of that %q", s, once, twice)
		}
		if strings.ContainsFunc(once, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) &&
			strings.ContainsFunc(once, func(r rune) bool {
				return r != ' ' && !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r)
			}) {
			t.Fatalf("Label(%q) = %q", s, once)
		}
	})
}

func TestSameBox(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{`age 18.. and interest any ("Yoga", "Vegan food")`, `(interest "VEGAN-FOOD" or interest "yoga") and age 18..`, true},
		{`interest "Yoga" or interest "yoga"`, `interest "YOGA"`, true},
		{`place "DE/Bayern"`, `place any ("DE/Bayern/München", "DE/Bayern")`, true},
		{`place "GB/zip:so20 6"`, `place "GB/zip:SO20-6"`, true},
		{`place "DE/Brandenburg/Wittstock%2FDosse"`, `place "DE/Brandenburg/Wittstock Dosse"`, true},
		{`place "DE/zip:01067"`, `place "DE/city:01067"`, false},
		{`place "DE/Bayern"`, `place "DE/city:Bayern"`, false},
		{`place "DE/bayern"`, `place "DE/Bayern"`, true},
		{`place "DE/:bayern"`, `place "DE/Bayern"`, true},
		{`place "DE/B1:ayern"`, `place "DE/b1 ayern"`, true},
		{`language en-GB`, `language EN-gb`, true},
		{`interest "Koln"`, `interest "Köln"`, false},
		{`interest "a"`, `behaviour "a"`, false},
		{`interest "??"`, `interest "!!"`, false},
		{`not interest "a" and not interest "b"`, `not interest any ("B", "A")`, true},
		{`age 18..`, `age 18.. and undisclosed list`, false},
		{`undisclosed list`, `undisclosed list and undisclosed list`, false},
		{`lookalike "x" 1% in "US"`, `lookalike "X" 1% in "us"`, true},
		{`lookalike "x" 1% in "US"`, `lookalike "x" 2% in "US"`, false},
	} {
		a, b := Of(audience.MustParse(c.a)), Of(audience.MustParse(c.b))
		if (a == b) != c.same {
			t.Errorf("%s\n%s\n  keys %s %s", c.a, c.b, a, b)
		}
	}
}

// A key is part of addresses and of findings: it must not change by accident.
func TestKeyIsStable(t *testing.T) {
	for s, want := range map[string]Key{
		`everyone`: "b5d67991ae967994c94b2e21",
		`age 18.. and place "DE/Bayern" and interest any ("Yoga", "Vegan food")`:               "b98f69c1ff7d7a77fd9931c1",
		`age 18.. and place "US" and language en and device "os/Android" and undisclosed list`: "c2c95fce0cb758276c5fc59c",
	} {
		got := Of(audience.MustParse(s))
		if got != want {
			t.Errorf("key of %s is %s, was %s", s, got, want)
		}
		if len(got) != length || strings.HasPrefix(string(got), "c") != strings.Contains(s, "undisclosed") {
			t.Errorf("key of %s: %s", s, got)
		}
	}
}

// Folding both sides makes spellings agree.
func TestFoldedEvaluation(t *testing.T) {
	e := Fold(audience.MustParse(`interest "Vegan Food" and place "DE/Bayern" and language en-GB`))
	p, err := audience.PersonOf(audience.MustParse(`interest "vegan-food" and place "DE/Bayern/München" and language EN-gb`))
	if err != nil {
		t.Fatal(err)
	}
	p = Person(p)
	if got := audience.Eval(e, &p, audience.World{}); got != audience.Yes {
		t.Errorf("%s: %v for %+v", e, got, p)
	}
}

// However an audience is ordered and spelled, its key is one.
func TestKeyForgetsOrderAndSpelling(t *testing.T) {
	labels := []string{"Yoga", "Vegan food", "Bündnis 90/Die Grünen", "Straße", "C.D.U."}
	rapid.Check(t, func(t *rapid.T) {
		spell := func(s string, how int) string {
			switch how {
			case 0:
				return strings.ToUpper(s)
			case 1:
				return "  " + strings.ReplaceAll(s, " ", "--")
			}
			return s
		}
		how := rapid.IntRange(0, 2)
		var build func(depth int) (a, b *audience.Expr)
		build = func(depth int) (a, b *audience.Expr) {
			switch kind := rapid.IntRange(0, 3).Draw(t, "kind"); {
			case depth == 0 || kind == 0:
				k := rapid.SampledFrom([]audience.Kind{audience.Interest, audience.Likes}).Draw(t, "of")
				l := rapid.SampledFrom(labels).Draw(t, "label")
				return audience.Label(k, spell(l, how.Draw(t, "how"))), audience.Label(k, spell(l, how.Draw(t, "how")))
			case kind == 1:
				a, b = build(depth - 1)
				return audience.Except(a), audience.Except(b)
			default:
				op := audience.All
				if kind == 2 {
					op = audience.Any
				}
				a, b = &audience.Expr{Op: op}, &audience.Expr{Op: op}
				for range rapid.IntRange(0, 4).Draw(t, "parts") {
					x, y := build(depth - 1)
					a.Args = append(a.Args, x)
					b.Args = append([]*audience.Expr{y}, b.Args...)
				}
				return a, b
			}
		}
		a, b := build(3)
		if Of(a) != Of(b) {
			t.Fatalf("%s\n%s", a, b)
		}
	})
}

func BenchmarkOf(b *testing.B) {
	e := audience.MustParse(`age 18..45 and gender female and place "US/Michigan" and device any ("carrier/MetroPCS", "carrier/Boost Mobile", "carrier/Cricket Wireless") and undisclosed list`)
	b.ReportAllocs()
	for b.Loop() {
		Of(e)
	}
}
