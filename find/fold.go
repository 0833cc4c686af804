package find

import "github.com/contrechamp/contrechamp/key"

// fold is how names and words are compared.
func fold(s string) string { return key.Label(s) }
