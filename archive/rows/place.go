package rows

import (
	"github.com/contrechamp/contrechamp/audience"
	"github.com/contrechamp/contrechamp/place"
)

// PlaceOf is the fact of being in a place that is told by name or code: a
// country, a place with its country behind a comma, or one of these countries'
// regions and towns. One that the place table does not know is kept as other.
func PlaceOf(name string, countries []string) *audience.Expr {
	if code, ok := place.Country(name); ok {
		return Placed(code)
	}
	if p, ok := place.Lookup(name); ok {
		return Placed(p.Path)
	}
	for _, c := range countries {
		code, ok := place.Country(c)
		if !ok {
			continue
		}
		if path, ok := place.Region(code, name); ok {
			return Placed(path)
		}
		if path, ok := place.City(code, name); ok {
			return Placed(path)
		}
	}
	if len(countries) == 1 {
		if code, ok := place.Country(countries[0]); ok {
			return Placed(code + "/" + PlaceName(name))
		}
	}
	return Other("place: " + name)
}

// CityOf is the fact of being in a town of one of these countries. A town that
// the place table does not know is one of the country's if there is one country.
func CityOf(name string, countries []string) *audience.Expr {
	var codes []string
	for _, c := range countries {
		if code, ok := place.Country(c); ok {
			codes = append(codes, code)
			if path, ok := place.City(code, name); ok {
				return Placed(path)
			}
		}
	}
	if len(codes) == 1 {
		return Placed(codes[0] + "/city:" + PlaceName(name))
	}
	return Other("city: " + name)
}
