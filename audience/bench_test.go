package audience

import "testing"

// The questions that a page asks of one ad, on the largest boxes seen.
func BenchmarkReasons(b *testing.B) {
	row := MustParse(`age 18..44 and gender female and place "DE" and (interest "Yoga" or interest "Vegan food") and not interest "Police" and not undisclosed list`)
	places := And(Ages(18, OpenAge), postcodes(2177))
	shut := And(Ages(18, OpenAge), Label(Place, "DE"), Except(postcodes(2177)), Hidden("list", ""))
	p := Person{Age: 34, Gender: "female", Lives: "DE/zip:999999"}
	for _, c := range []struct {
		name string
		e    *Expr
	}{{"row", row}, {"places=2177", places}, {"exclusions=2177", shut}} {
		b.Run("hangs on/"+c.name, func(b *testing.B) {
			for b.Loop() {
				HangsOn(c.e, &p, World{})
			}
		})
		b.Run("flips/"+c.name, func(b *testing.B) {
			for b.Loop() {
				Flips(c.e, &p, World{})
			}
		})
		b.Run("overlap/"+c.name, func(b *testing.B) {
			for b.Loop() {
				Overlap(c.e, row, World{})
			}
		})
	}
}
