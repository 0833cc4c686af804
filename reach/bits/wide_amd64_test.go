//go:build amd64 && !purego

package bits

import "testing"

// TestTwins runs the laws of the kernels on the plain Go forms as well.
func TestTwins(t *testing.T) {
	defer func(w bool) { wide = w }(wide)
	wide = false
	TestKernels(t)
	TestIDs(t)
}
