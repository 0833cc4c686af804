package reach_test

import (
	"fmt"

	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/reach"
)

func Example() {
	boxes := reach.NewBoxes()
	for _, s := range []string{
		`age 18..34 and place "DE/Bayern"`,
		`age 18.. and interest "Climate" and not interest "Travel"`,
		`place "DE" and (list or gender male)`,
	} {
		e, err := audience.Parse(s)
		if err != nil {
			fmt.Println(err)
			return
		}
		boxes.Add(e)
	}
	index := reach.NewIndex(boxes)

	person := audience.Person{Age: 30, Gender: "female", Lives: "DE/Bayern"}
	var r reach.Result
	index.Match(&person, audience.World{}, &r)
	fmt.Println("would reach", r.Yes.Append(nil))
	for _, ad := range r.Unknown.Append(nil) {
		facts, _ := audience.HangsOn(boxes.Audience(ad), &person, audience.World{})
		fmt.Println("cannot be known of", ad, "because of", facts)
	}
	// Output:
	// would reach [0]
	// cannot be known of 1 because of [interest "Climate" interest "Travel"]
	// cannot be known of 2 because of [list]
}
