// Package electorate makes an invented electorate: whole people who agree with
// the margins of a census, with opinions, interests that give the opinions
// away, parties that they lean to and people whom they know.
//
// Everything is a function of a seed and of the person's number (package draw),
// so an electorate is the same on one thread, on two and in a browser, and what
// is seldom needed is not stored but drawn again: opinions on issues, interests,
// ties, turnout, the copy that a seller of data has.
//
// People stand in the order of their homes, so that a commune, a district and a
// region are spans of them.
package electorate

// The sexes, educations, kinds of work and incomes that people have, in the
// order in which a table of margins has its columns.
var (
	Sexes      = []string{"female", "male"}
	Educations = []string{"primary", "secondary", "vocational", "higher"}
	Works      = []string{"employed", "self-employed", "unemployed", "studying", "at home or retired"}
	Incomes    = []string{"low", "middle", "high"}
)

const (
	sexes, educations, works, incomes, languages = 2, 4, 5, 3, 3

	// kinds is how many kinds of people of one age there are.
	kinds = sexes * educations * works * incomes * languages

	oldest = 99 // and older
)

// Adult is the age from which on people vote and may be shown advertisements.
const Adult = 18

// Cell is what one word of bits says of a person beside the age: a number below
// 360, with the language fastest, then income, work, education and sex.
type Cell uint16

// Sex, Education, Work, Income and Language are codes: places in the lists, and
// among the languages of the table of margins.
func (c Cell) Sex() int       { return int(c) / (educations * works * incomes * languages) }
func (c Cell) Education() int { return int(c) / (works * incomes * languages) % educations }
func (c Cell) Work() int      { return int(c) / (incomes * languages) % works }
func (c Cell) Income() int    { return int(c) / languages % incomes }
func (c Cell) Language() int  { return int(c) % languages }
