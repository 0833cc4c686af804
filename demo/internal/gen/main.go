// Command gen writes the archives of an invented election in Valombre, a
// country that does not exist, in the formats of Meta's Ad Library, of Snap's
// library and of ProPublica's collector, with their quirks. All parties, texts,
// sums and people are made up for this program. The same seed gives the same
// bytes; go generate in package demo runs it.
package main

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
)

// seed of everything that is drawn.
const seed = 20260607

// first and second are the days of the two copies of the Meta library.
var first, second = date("05-08"), date("06-12")

// file is one of the files that are written.
type file struct {
	name  string
	write func(io.Writer) error
}

func files() []file {
	stream := func(n uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, n)) }
	ads := expand(stream(1), campaigns, 900417330118001)
	mark(ads)
	// The twelve messages a side are drawn and numbered apart: to add one moves
	// no other ad. None of them is marked.
	ads = append(ads, expand(stream(3), cars, 900417330700001)...)
	slices.SortStableFunc(ads, func(a, b *ad) int { return a.start.Compare(b.start) })
	return []file{
		{"valombre-meta-2026-05-08.jsonl", func(w io.Writer) error { return writeMeta(w, ads, first, false) }},
		{"valombre-meta-2026-06-12.jsonl", func(w io.Writer) error { return writeMeta(w, ads, second, true) }},
		{"valombre-snap-2026-PoliticalAds.csv", func(w io.Writer) error { return writeSnap(w, stream(2)) }},
		{"valombre-fbpac-2026.json", writeFBPAC},
		{"valombre-population-2025.csv", writePopulation},
		{"valombre-postcodes.csv", writePlaces},
	}
}

// mark chooses the ads that were gone or changed by the second copy, and the
// ads whose dates are the wrong way round.
func mark(ads []*ad) {
	ended, gone, edited, paid, swapped := 0, 0, 0, 0, 0
	for i, x := range ads {
		if x.end.After(first) {
			continue
		}
		ended++
		switch {
		case x.by == "fleuve" && x.topic == "taxes" && edited < 3:
			x.changed = "Pas un impôt nouveau pour les ménages en 2026."
			edited++
		case x.by == "fleuve" && (x.topic == "cycling" || x.topic == "health") && paid < 2:
			x.changed = "payer"
			paid++
		case x.by != "commission" && x.by != "rives" && ended%4 == 1 && gone < 17:
			x.gone = true
			gone++
		case i%61 == 7 && swapped < 3:
			x.endIsBefore = true
			swapped++
		}
	}
}

// build writes a file into memory.
func (f file) build() ([]byte, error) {
	var b bytes.Buffer
	if err := f.write(&b); err != nil {
		return nil, fmt.Errorf("writing %s: %w", f.name, err)
	}
	return b.Bytes(), nil
}

func main() {
	log.SetFlags(0)
	out := flag.String("out", "data", "folder to write to")
	flag.Parse()
	if err := run(*out); err != nil {
		log.Fatal(err)
	}
}

func run(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, f := range files() {
		plain, err := f.build()
		if err != nil {
			return err
		}
		var packed bytes.Buffer
		z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
		if err != nil {
			return err
		}
		if _, err := z.Write(plain); err != nil {
			return err
		}
		if err := z.Close(); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, f.name+".gz"), packed.Bytes(), 0o644); err != nil {
			return err
		}
		fmt.Printf("%s: %d bytes, %d packed\n", f.name, len(plain), packed.Len())
	}
	return nil
}
