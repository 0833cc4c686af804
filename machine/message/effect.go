package message

// Effects are drawn as published averages say: mean effects of messages are
// normal around Mean with standard deviation SD, in points.
type Effects struct {
	Mean, SD      float64
	Heterogeneity float64 // h: 0 moves everybody alike, 1 as far apart as published
	Age, Ideology *Response
}

// MeanEffect and SDOfEffects are Swayable's metastudy of 2020: an average
// advertisement moves about one point and the best of sixty above five. The
// largest of sixty standard normals is 2.3193 on average, and 4 / 2.3193 =
// 1.7247. A published maximum holds noise, so the spread is an upper reading.
const (
	MeanEffect  = 1.0
	SDOfEffects = 1.724658
)

// Heterogeneity are the presets of h and what each stands for.
var Heterogeneity = []Preset{
	{"none", 0},      // everybody alike
	{"parallel", .3}, // Coppock, Hill and Vavreck 2020: 59 experiments, no substantial differences between groups
	{"published", 1}, // Swayable 2023, whose correlations hold noise: an upper reading
	{"vendor", 2},    // what would have to be true for a seller's promise
}

// Places are the presets of A, how much of an effect in a survey experiment
// is left in a campaign.
var Places = []Preset{
	{"lab", 1},
	{"field", .1},  // a choice
	{"general", 0}, // Kalla and Broockman 2018: zero on average in general elections
}

// Preset is a value with its name.
type Preset struct {
	Name  string
	Value float64
}

// Message is what one message does.
type Message struct {
	Mean          float64   // points, over the electorate
	Age, Ideology []float64 // by group: what is added to it
	Turnout       float64   // points of turnout at even odds, with whoever sees it
}

// Normals hands out independent standard normal numbers.
type Normals interface{ Normal() float64 }

// Draw draws one message.
func (e Effects) Draw(z Normals) Message {
	above := float64(e.SD * z.Normal()) // of this message's mean over the mean of all
	return Message{
		Mean:     e.Mean + above,
		Age:      e.Age.draw(z, e.Heterogeneity, e.SD, above),
		Ideology: e.Ideology.draw(z, e.Heterogeneity, e.SD, above),
	}
}

// draw is h (beta above + r) by group. It takes as many normals whatever h, so
// that worlds that differ in h alone have the same messages.
func (r *Response) draw(z Normals, h, sd, above float64) []float64 {
	n := len(r.Beta)
	noise := make([]float64, n)
	for i := range noise {
		noise[i] = z.Normal()
	}
	out := make([]float64, n)
	for i := range out {
		s := 0.0
		for k := range i + 1 {
			s += float64(r.root[i][k] * noise[k])
		}
		out[i] = h * (float64(r.Beta[i]*above) + float64(sd*s))
	}
	return out
}

// Of is the effect on somebody of an age group and an ideology group, in points.
func (m Message) Of(age, ideology int) float64 { return m.Mean + m.Age[age] + m.Ideology[ideology] }

// Backlash is what a message does to somebody whom it was not meant for, in
// logits, if q is the share of the box that is not meant and gain the logits
// that it brings with the others: gain (1-q)/q, at which targeting just breaks
// even. Hersh and Schaffner 2013 find that mistargeting can erase the positive
// returns; this number is so defined, not measured there.
func Backlash(gain, q float64) float64 { return gain * (1 - q) / q }
