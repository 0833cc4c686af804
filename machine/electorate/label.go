package electorate

import "github.com/contrechamp/contrechamp/audience"

// Label is what a platform calls those whom a seller marks with a value, once
// the seller's records stand on the platform: what a box can name of data that
// were bought.
func (c *Copy) Label(value int) audience.Fact {
	kind := audience.Behaviour
	switch c.Column {
	case "ideology":
		kind = audience.Politics
	case "education":
		kind = audience.Education
	case "income":
		kind = audience.Income
	}
	return audience.Fact{Kind: kind, Label: c.column.Values[value]}
}
