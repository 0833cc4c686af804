package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// TestShippedFiles makes every file again and compares it with the one that
// ships, byte for byte once unpacked: how gzip packs may differ between Go
// versions.
func TestShippedFiles(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("other processors fuse multiplications with additions: the last digits of drawn sums differ")
	}
	for _, f := range files() {
		want, err := f.build()
		if err != nil {
			t.Fatal(err)
		}
		packed, err := os.Open(filepath.Join("..", "..", "data", f.name+".gz"))
		if err != nil {
			t.Fatal(err)
		}
		defer packed.Close()
		z, err := gzip.NewReader(packed)
		if err != nil {
			t.Fatalf("%s: %v", f.name, err)
		}
		got, err := io.ReadAll(z)
		if err != nil {
			t.Fatalf("%s: %v", f.name, err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what the generator writes: run go generate ./demo", f.name)
		}
	}
}

func TestPopulation(t *testing.T) {
	all, adults := 0, 0
	for _, r := range regions {
		for i, n := range r.people {
			all += n
			if bands[i].from >= 18 {
				adults += n
			}
			if f := r.female(i); f < n*4/10 || f > n*7/10 {
				t.Errorf("%s: %d women of %d", r.name, f, n)
			}
		}
	}
	if all != 5_900_000 || adults != 4_912_300 {
		t.Errorf("%d people, %d adults; want 5,900,000 and 4,912,300", all, adults)
	}
}
