package find

import (
	"embed"
	"fmt"
)

//go:embed sql/*.sql
var queries embed.FS

// query is the text of a named query.
func query(name string) string {
	b, err := queries.ReadFile("sql/" + name + ".sql")
	if err != nil {
		panic(fmt.Sprintf("find: no query %s", name)) // a test asks for every name
	}
	return string(b)
}
