package library

// Shares of ads that have a hole, as libraries do: choices, near what the program
// counts in real archives of Meta.
const (
	vanished = .05 // of those that began before the first copy
	noText   = .03
	noPayer  = .06
	noMoney  = .02
)

// FirstCopy is how many days before the vote the first copy of Meta's library is
// made; the second is made after the vote, and lacks what vanished.
const FirstCopy = 6

// hole draws what the library will not tell of an ad.
func (c *campaign) hole(a *Ad) {
	if a.Platform != "meta" {
		return
	}
	a.Vanished = a.From > FirstCopy && c.chance(vanished)
	a.NoText = c.chance(noText)
	a.NoPayer = c.chance(noPayer) || c.Pages[a.Page].Payer == ""
	a.NoMoney = c.chance(noMoney)
}
