//go:build unix

package ingest_test

import (
	"os"
	"runtime"
	"syscall"
)

// peakMB is the largest resident memory of an ended process.
func peakMB(p *os.ProcessState) float64 {
	kb := float64(p.SysUsage().(*syscall.Rusage).Maxrss)
	if runtime.GOOS == "darwin" { // bytes there
		kb /= 1024
	}
	return kb / 1024
}
