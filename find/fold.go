package find

import "strings"

// fold is how names and words are compared.
func fold(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }
