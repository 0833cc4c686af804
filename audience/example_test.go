package audience_test

import (
	"fmt"

	"github.com/contrechamp/contrechamp/audience"
)

func Example() {
	box, err := audience.Parse(`interest "Yoga" and age 18..44 and place "DE/Bayern" and not list "Donors"`)
	if err != nil {
		fmt.Println(err)
		return
	}
	me := audience.Person{Age: 34, Lives: "DE/Bayern/München"}
	me.Say(audience.Fact{Kind: audience.Interest, Label: "Yoga"}, true)

	fmt.Println(audience.Eval(box, &me, audience.World{}))
	facts, _ := audience.HangsOn(box, &me, audience.World{})
	fmt.Println("it hangs on", facts)
	for _, f := range audience.Flips(box, &me, audience.World{}) {
		fmt.Println("if", f)
	}
	// Output:
	// unknown
	// it hangs on [list "Donors"]
	// if not interest "Yoga": no
	// if place lives "ZZ": no
	// if age 45..45: no
	// if age 17..17: no
}

func ExampleParse() {
	e, err := audience.Parse(`(interest "Yoga" or interest "Vegan food") and age 18..44`)
	fmt.Println(e, err)
	_, err = audience.Parse(`age 18..44 and place Bayern`)
	fmt.Println(err)
	// Output:
	// interest any ("Yoga", "Vegan food") and age 18..44 <nil>
	// audience: at byte 21, before "Bayern": expected a string in double quotes
}

func ExampleCanonical() {
	for _, s := range []string{
		`not interest "Police" and place any ("DE/Bayern/München", "DE/Bayern") and not interest "Army"`,
		`age 18..24 or age 25..34`,
		`age 18..20 and age 30..`, // nobody, if the age is known; unknown, if not
		`gender female or not gender female`,
	} {
		fmt.Println(audience.Canonical(audience.MustParse(s)))
	}
	// Output:
	// place "DE/Bayern" and not interest any ("Army", "Police")
	// age 18..34
	// age 18..20 and age 30..
	// gender female or not gender female
}

func ExampleEval() {
	silent, forty, child := audience.Person{}, audience.Person{Age: 40}, audience.Person{Age: 15}
	// What the platform knows of an age is a fact that no person can know.
	e := audience.MustParse(`age 18.. or age unknown`)
	for _, p := range []audience.Person{silent, forty, child} {
		fmt.Println(audience.Eval(e, &p, audience.World{}))
	}
	// Output:
	// unknown
	// yes
	// unknown
}

func ExampleParts() {
	include, exclude, rest := audience.Parts(audience.MustParse(
		`age 18.. and (interest any ("Gun", "Rifle") or politics "conservative") and not likes any ("A", "B")`))
	for _, group := range include {
		fmt.Println("one of", group)
	}
	fmt.Println("none of", exclude, "and", len(rest), "more")
	// Output:
	// one of [age 18..]
	// one of [interest "Gun" interest "Rifle" politics "conservative"]
	// none of [likes "A" likes "B"] and 0 more
}

func ExampleOverlap() {
	a := audience.MustParse(`age 18..34 and interest "Yoga"`)
	b := audience.MustParse(`age 30.. and not interest any ("Yoga", "Cars")`)
	verdict, why := audience.Overlap(a, b, audience.World{})
	fmt.Println(verdict == audience.Disjoint, why.Kind, why.A, why.B)
	// Output:
	// true interest [interest "Yoga"] [interest "Yoga"]
}
