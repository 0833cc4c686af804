package tables

import (
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/place"
)

// World is what is known of places when boxes are asked. Boxes and questions
// are folded (package key) before they meet in it.
var World = audience.World{Places: place.Table{}}
