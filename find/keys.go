package find

import (
	"github.com/contrechamp/contrechamp/archive"
	"github.com/contrechamp/contrechamp/filter"
)

// Keys are the words in which this package is asked for ads; resolve has what
// each of them selects.
var Keys = filter.Keys(archive.Names())

// DefaultLimit is how many ads a list shows.
const DefaultLimit = 20
