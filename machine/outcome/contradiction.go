package outcome

// Stand is what a message says: its side, -1 to 1, of an issue. Issue is -1 for
// a message about none.
type Stand struct {
	Issue int
	Side  float64
}

// Contradictions are the people who were told one half, the other, or both, of
// what a party says to either side of an issue.
type Contradictions struct {
	Plus, Minus         int64 // told at least +d; told at most -d
	Both                int64
	OnlyPlus, OnlyMinus int64
	// OppositeTies are pairs of people who know each other, of whom one was
	// told only one half and one only the other.
	OppositeTies int64
}

// TellApart is the side from which on a message counts as one half.
const TellApart = .5

// Contradict counts for one issue. Ties are pairs of voters.
func Contradict(seen []Set, messages []Stand, issue int, ties func(yield func(a, b int) bool)) Contradictions {
	plus, minus := halves(messages, issue)
	var c Contradictions
	for _, s := range seen {
		p, m := s&plus != 0, s&minus != 0
		c.Plus += one(p)
		c.Minus += one(m)
		c.Both += one(p && m)
		c.OnlyPlus += one(p && !m)
		c.OnlyMinus += one(m && !p)
	}
	half := func(s Set) int64 { return one(s&plus != 0) - one(s&minus != 0) }
	if ties != nil {
		ties(func(a, b int) bool {
			if half(seen[a])*half(seen[b]) == -1 {
				c.OppositeTies++
			}
			return true
		})
	}
	return c
}

// halves are the messages of either side of an issue.
func halves(messages []Stand, issue int) (plus, minus Set) {
	for m, s := range messages {
		switch {
		case s.Issue != issue:
		case s.Side >= TellApart:
			plus |= 1 << m
		case s.Side <= -TellApart:
			minus |= 1 << m
		}
	}
	return plus, minus
}

func one(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

// EachKnowing calls do for everybody who was told only one half and learns of the
// other, if readers look at what everybody was told and speak of it to those they
// know: a voter knows if he or one of his ties is a reader.
func EachKnowing(seen []Set, messages []Stand, issue int, reader func(voter int) bool, tied func(voter int) []int, do func(voter int)) {
	plus, minus := halves(messages, issue)
	for i, s := range seen {
		if (s&plus != 0) == (s&minus != 0) {
			continue
		}
		knows := reader(i)
		if !knows {
			for _, j := range tied(i) {
				if knows = reader(j); knows {
					break
				}
			}
		}
		if knows {
			do(i)
		}
	}
}
