package google

// regions2018 are a row's regions. The files of 2018 name none: they are of the
// United States alone, and their column of money is Total_Spend_USD.
func (g *googleReader) regions2018(regions string) string {
	if regions == "" && g.of2018 {
		return "US"
	}
	return regions
}
