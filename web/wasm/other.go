//go:build !(js && wasm)

package main

import "os"

// main only says where the program belongs.
func main() {
	os.Stderr.WriteString("This program runs in a browser, on the page /me of contrechamp serve; go generate ./web builds it.\n")
	os.Exit(2)
}
