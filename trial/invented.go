package trial

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/csv"
	"fmt"
	"strconv"

	"github.com/contrechamp/contrechamp/lab"
)

// inventedName is what to give as data for the built-in example.
const inventedName = "invented"

//go:embed invented.json
var inventedDescription []byte

// inventedSeed makes the example the same everywhere.
const inventedSeed = 2026

// InventedCSV returns an invented experiment of about 4,000 people in 2,000
// households: three leaflets on a bus line and none, support 0 to 100. The
// leaflet on cost is best for everybody by one point; the one on climate is
// as good among the young; nobody is real. The same bytes every time.
func InventedCSV() []byte {
	rng := lab.Rand(inventedSeed)
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	write := func(f ...string) { _ = w.Write(f) } // a bytes.Buffer does not fail
	write("household", "street", "leaflet", "support", "age", "sex", "drives", "party", "tenant")
	arms := []string{"none", "cost", "climate", "comfort"}
	house := 0
	for street := 1; street <= 250; street++ {
		// Eight households a street, two for each arm.
		order := rng.Perm(8)
		for _, o := range order {
			house++
			arm := arms[o%4]
			base := 46 + 4*rng.NormFloat64()
			tenant := rng.IntN(2)
			for range 1 + rng.IntN(3) {
				age := 18 + rng.IntN(70)
				sex := []string{"female", "male"}[rng.IntN(2)]
				drives, party := rng.IntN(2), []string{"left", "centre", "right", "none"}[rng.IntN(4)]
				y := base + 12*rng.NormFloat64() - 6*float64(drives) + 2*float64(tenant)
				switch {
				case party == "left":
					y += 6
				case party == "right":
					y -= 5
				}
				switch arm {
				case "cost":
					y += 5
				case "climate":
					if y += 4; age < 30 {
						y++
					}
				case "comfort":
					y += 4
				}
				y = min(100, max(0, y))
				answer := strconv.FormatFloat(y, 'f', 0, 64)
				if rng.IntN(100) == 0 {
					answer = "-999" // asked, no answer
				}
				write(strconv.Itoa(house), strconv.Itoa(street), arm, answer, strconv.Itoa(age), sex, strconv.Itoa(drives), party, strconv.Itoa(tenant))
			}
		}
	}
	w.Flush()
	return b.Bytes()
}

func inventedTable() (*Table, *Description, error) {
	d, err := ParseDescription(inventedDescription)
	if err != nil {
		return nil, nil, fmt.Errorf("the built-in example: %w", err)
	}
	b := InventedCSV()
	h := sha256.New()
	h.Write(b)
	s, err := openCSV(bytes.NewReader(b), false)
	if err != nil {
		return nil, nil, fmt.Errorf("the built-in example: %w", err)
	}
	t, err := readTable(s, h, d.columns())
	return t, d, err
}

// InventedDescription returns the description that goes with InventedCSV, as
// a model for one's own.
func InventedDescription() []byte { return bytes.Clone(inventedDescription) }
