package electorate

import (
	"fmt"
	"math"

	"github.com/contrechamp/contrechamp/draw"
)

// Axes is how many dimensions opinions have.
const Axes = 5

// Axis is one dimension of opinion, standard normal over the country as nearly
// as its people allow: what demographics and home say explains Explained of its
// variance, the rest is chance, which is mixed with the chance of the axes
// before it.
type Axis struct {
	Name      string
	Low, High string // what its ends are called
	Explained float64
	Young     float64 // effect of being 40 years younger
	Woman     float64
	Education [educations]float64
	Work      [works]float64
	Income    [incomes]float64
	Town      float64
	Region    float64   // standard deviation of the effect of a region, drawn by name
	Mix       []float64 // correlations of its chance with that of the axes before
}

// perSD is how many steps of a trait are one standard deviation.
const perSD = 32

// means are what demographics and home say of every axis, by district, band and
// kind, scaled to the axes' explained variance and to mean 0.
func (e *Electorate) means(cells [][]float64) [][][Axes]float32 {
	out := make([][][Axes]float32, len(cells))
	key := draw.For(e.Seed, "electorate/region")
	var weight, mean, square [Axes]float64
	raw := make([][][Axes]float64, len(cells))
	for d := range cells {
		district := &e.Margins.Districts[d]
		raw[d] = make([][Axes]float64, len(cells[d]))
		out[d] = make([][Axes]float32, len(cells[d]))
		region := draw.For(uint64(key), district.Region())
		for c, people := range cells[d] {
			b, k := district.Bands[c/kinds], Cell(c%kinds)
			for a := range Axes {
				ax := &e.Model.Axes[a]
				x := float64(ax.Young*(45-float64(float64(b.From+b.To)/2))/40) + ax.Education[k.Education()] + ax.Work[k.Work()] + ax.Income[k.Income()]
				if k.Sex() == 0 {
					x += ax.Woman
				}
				if district.Town {
					x += ax.Town
				}
				x += float64(ax.Region * float64(draw.Normal(uint16(region.At(uint64(a))>>48))))
				raw[d][c][a] = x
				if b.To >= Adult {
					weight[a] += people
					mean[a] += float64(people * x)
					square[a] += float64(float64(people*x) * x)
				}
			}
		}
	}
	for a := range Axes {
		mean[a] /= weight[a]
		sd := math.Sqrt(max(square[a]/weight[a]-float64(mean[a]*mean[a]), 1e-12))
		f := math.Sqrt(e.Model.Axes[a].Explained) / sd
		for d := range raw {
			for c := range raw[d] {
				out[d][c][a] = float32(float64((raw[d][c][a]-mean[a])*f) * perSD)
			}
		}
	}
	return out
}

// mixing is the lower triangle by which independent chance becomes that of the
// axes: unit rows, times the standard deviation that is not explained.
func (m *Model) mixing() (l [Axes][Axes]float32, err error) {
	for a := range Axes {
		ax := &m.Axes[a]
		left := 1.0
		for b, x := range ax.Mix {
			if b >= a {
				return l, fmt.Errorf("axis %q mixes with an axis that does not come before it", ax.Name)
			}
			left -= float64(x * x)
		}
		if left <= 0 || ax.Explained < 0 || ax.Explained >= 1 {
			return l, fmt.Errorf("axis %q has no chance of its own left", ax.Name)
		}
		f := math.Sqrt(1-ax.Explained) * perSD
		for b, x := range ax.Mix {
			l[a][b] = float32(x * f)
		}
		l[a][a] = float32(math.Sqrt(left) * f)
	}
	return l, nil
}

// think draws everybody's opinions.
func (e *Electorate) think(cells [][]float64, threads int) {
	e.Traits = make([]int8, Axes*e.N)
	means := e.means(cells)
	mix, _ := e.Model.mixing()
	key := draw.For(e.Seed, "electorate/traits")
	e.EachBlock(threads, func(_, from, to int) {
		d := e.District(from)
		bandOf := e.Margins.Districts[d].bandOf()
		for i := from; i < to; i++ {
			for int(e.First[d+1]) <= i {
				d++
				bandOf = e.Margins.Districts[d].bandOf()
			}
			m := &means[d][int(bandOf[e.Age[i]])*kinds+int(e.Cell[i])]
			var n [Axes]float32
			n[0], n[1], n[2], n[3] = draw.Normals(key.At(2 * uint64(i)))
			n[4] = draw.Normal(uint16(key.At(2*uint64(i)+1) >> 48))
			z := e.Traits[Axes*i : Axes*i+Axes : Axes*i+Axes]
			for a := range Axes {
				x := m[a]
				for b := range a + 1 {
					x += float32(mix[a][b] * n[b])
				}
				z[a] = int8(max(-127, min(127, math.Floor(float64(x)+.5))))
			}
		}
	})
}

// bandOf is the band of every age.
func (d *District) bandOf() (of [oldest + 1]uint8) {
	for i, b := range d.Bands {
		for a := b.From; a <= b.To; a++ {
			of[a] = uint8(i)
		}
	}
	return of
}

// Trait is a person's opinion on an axis, in standard deviations.
func (e *Electorate) Trait(i, axis int) float64 { return float64(e.Traits[Axes*i+axis]) / perSD }
