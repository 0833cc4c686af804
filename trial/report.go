package trial

import (
	"encoding/json"
	"math"
)

// Real is a number that may not exist: NaN and infinities are null in JSON.
type Real float64

// MarshalJSON writes null for what is not finite.
func (r Real) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(r)) || math.IsInf(float64(r), 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(r))
}

// UnmarshalJSON reads null as NaN.
func (r *Real) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*r = Real(math.NaN())
		return nil
	}
	return json.Unmarshal(b, (*float64)(r))
}

// Number is an estimate with its standard error and its interval at the
// report's level, in the unit of the outcome. Where it is a median over
// divisions, the standard error is the median of theirs plus that of the median.
type Number struct {
	Est Real `json:"est"`
	SE  Real `json:"se"`
	Lo  Real `json:"lo"`
	Hi  Real `json:"hi"`
}

// Report is everything that is said of one experiment. All values are
// aggregates; groups of fewer than ten people are hidden.
type Report struct {
	Experiment    Experiment     `json:"experiment"`
	Method        Method         `json:"method"`
	Sentence      Text           `json:"sentence"` // the result in plain words
	Verdict       string         `json:"verdict"`  // one of the verdicts: "no-gain-shown", "gain" ...
	Checks        []Check        `json:"checks"`
	Effects       []Effect       `json:"effects"`
	Main          Main           `json:"main"`
	Winner        Winner         `json:"winner"`
	Curve         []CurvePoint   `json:"curve"`  // by number of covariates used, 0 first
	Single        []CurvePoint   `json:"single"` // each covariate alone
	Groups        []GroupGain    `json:"groups"` // who gains and who loses
	Ranks         *Ranks         `json:"ranks"`
	Heterogeneity *Heterogeneity `json:"heterogeneity"` // nil without a control group
	Harms         Harms          `json:"harms"`
	Parts         []Part         `json:"parts,omitempty"` // one an issue, when the file holds several
	Pooled        *Pooled        `json:"pooled,omitempty"`
	Limits        []Text         `json:"limits"`
}

// Experiment says what was analysed.
type Experiment struct {
	Name     string `json:"name"`
	Title    Text   `json:"title"`
	Domain   Text   `json:"domain"`
	Source   Text   `json:"source"`
	Licence  *Text  `json:"licence,omitempty"`
	Invented bool   `json:"invented,omitempty"`
	SHA256   string `json:"sha256"` // of the data file
	Outcome  Text   `json:"outcome"`
	Unit     Unit   `json:"unit"`
	Read     int    `json:"rows_read"`
	Rows     int    `json:"rows"`              // analysed
	Clusters int    `json:"clusters"`          // equal to Rows without clusters
	Blocks   int    `json:"blocks"`            // 0 without
	Control  string `json:"control,omitempty"` // key of the arm without message; empty: nobody
	Arms     []Arm  `json:"arms"`
	// Covariates that the policies could use.
	Covariates []Labelled `json:"covariates"`
}

// Labelled is a key of the file with its name for people.
type Labelled struct {
	Key   string `json:"key"`
	Label Text   `json:"label"`
}

// Arm is one message, or none.
type Arm struct {
	Labelled
	N          int  `json:"n"`
	Propensity Real `json:"propensity"` // null when it varies
}

// Method says how, so that the run can be repeated.
type Method struct {
	Learner string `json:"learner"`
	Folds   int    `json:"folds"`
	Splits  int    `json:"splits"`
	Seed    uint64 `json:"seed"`
	Level   Real   `json:"level"`
	Text    Text   `json:"text"`
	Effects Text   `json:"effects"` // how the effects of the arms were adjusted
}

// Effect is one arm against the control, or against the mean of all messages
// where nobody was a control.
type Effect struct {
	Labelled
	N     int    `json:"n"`
	Mean  Number `json:"mean"`
	Raw   Number `json:"raw"`      // difference in means
	Adj   Number `json:"adjusted"` // covariate-adjusted (Lin 2013), the description's blocks absorbed
	P     Real   `json:"p"`        // of Adj, two-sided
	PHolm Real   `json:"p_holm"`   // over all arms
	MDE   Real   `json:"mde"`      // smallest effect seen with 80 % power
}

// Main is the question: targeted, best single message, random message, on
// people the policy was not learned from, beside what it promises on the data
// it was learned from.
type Main struct {
	Promise  Claim  `json:"promise"` // in sample: a claim, never a result
	Targeted Number `json:"targeted"`
	Best     Number `json:"best"`
	Random   Number `json:"random"`
	Control  Number `json:"control"` // null without a control group
	TB       Number `json:"targeted_minus_best"`
	BR       Number `json:"best_minus_random"`
	TR       Number `json:"targeted_minus_random"`
	// TK takes as comparator the message that is best on all data, which nobody
	// could have named beforehand; Regret is what naming another one cost. A gain
	// over Best that TK does not show is the comparator's error.
	TK     Number `json:"targeted_minus_known"`
	Regret Number `json:"regret"`
	P      Real   `json:"p"` // of TB, two-sided
	// DrawError is the part of TB's standard error that comes from the random
	// draw of the divisions: how far another seed would move TB.
	DrawError   Real         `json:"draw_error"`
	Optimism    Real         `json:"optimism"` // promised gain minus held-out gain
	Differ      Real         `json:"differ"`   // share of people whose message is not the best single one
	NoDiff      bool         `json:"no_difference"`
	MDE         Real         `json:"mde"`          // smallest gain that could have been seen, 80 % power
	MDEIndirect bool         `json:"mde_indirect"` // policies did not differ: taken from best minus random
	BestArms    []ArmShare   `json:"best_arms"`    // how often each arm was the best on a training half
	Splits      []SplitPoint `json:"splits"`       // one a split
}

// Claim is the plug-in promise on the data learned from.
type Claim struct {
	Targeted Real   `json:"targeted"`
	Best     Real   `json:"best"`
	Gain     Real   `json:"gain"`
	Arm      string `json:"arm"` // key of the best single arm
}

// ArmShare is a share by arm.
type ArmShare struct {
	Labelled
	Share Real `json:"share"`
}

// SplitPoint is the result of one division into halves.
type SplitPoint struct {
	TB Real `json:"targeted_minus_best"`
	SE Real `json:"se"`
}

// Winner corrects the best-looking message for having been chosen, as Andrews,
// Kitagawa and McCloskey do.
type Winner struct {
	Labelled
	Naive    Number   `json:"naive"`  // as if named beforehand
	Hybrid   Number   `json:"hybrid"` // corrected; bounded even in a close race; its SE is null
	Est      Real     `json:"est"`    // corrected given that it won: median-unbiased
	Lo       Real     `json:"lo"`     // null: a close race does not bound it from below
	Hi       Real     `json:"hi"`
	Curse    Real     `json:"curse"` // naive minus hybrid
	Runner   Labelled `json:"runner_up"`
	Margin   Number   `json:"margin"`            // over the runner-up, naive
	Expected Real     `json:"expected_if_equal"` // curse if all arms were equal, E[max] SE
}

// CurvePoint is targeting with some covariates.
type CurvePoint struct {
	K          int        `json:"k"`
	Covariates []ArmShare `json:"covariates"` // how often each was chosen on a training half
	Promise    Real       `json:"promise"`
	TB         Number     `json:"targeted_minus_best"`
	Differ     Real       `json:"differ"`
	Bits       Real       `json:"bits"` // personal data used: entropy of the cells, a person
}

// GroupGain is targeted minus best within a group of people.
type GroupGain struct {
	Covariate Labelled   `json:"covariate"`
	Group     Text       `json:"group"`
	Hidden    bool       `json:"hidden,omitempty"` // fewer than ten people, or the next smallest beside one such group: nothing else is given
	N         int        `json:"n,omitempty"`
	TB        Number     `json:"targeted_minus_best"` // Lo, Hi hold for all groups together
	Outcome   string     `json:"outcome"`             // "gains", "loses" or "unclear"
	Messages  []ArmShare `json:"messages"`            // share of the group given each message
}

// Ranks says whether the best message differs between groups.
type Ranks struct {
	Best         Labelled   `json:"best"`
	Covariates   []Labelled `json:"covariates"` // whose cells are the groups
	Groups       int        `json:"groups"`
	HetChi2      Real       `json:"heterogeneity_chi2"`
	HetDF        int        `json:"heterogeneity_df"`
	HetDF2       Real       `json:"heterogeneity_df2"` // of the F that HetP comes from
	HetP         Real       `json:"heterogeneity_p"`
	P            Real       `json:"p"` // that the best is as good as any in every group
	Differ       int        `json:"groups_apparent_best_differs"`
	ShareDiffers Real       `json:"share_apparent_best_differs"` // of people
	ShareProven  Real       `json:"share_proven"`
	Agree        Real       `json:"share_same_best"` // of people, 1 - ShareDiffers
	// OwnBest gives each group the message that was best for it on a training
	// half and compares it, on the other half, with the best single message;
	// OwnDiffer is the share of people in groups whose message then differs.
	OwnBest   Number `json:"own_best_minus_best"`
	OwnDiffer Real   `json:"own_best_differ"`
}

// Heterogeneity is about whom to contact, not what to say: does the effect of
// the best message against none vary as predicted? Medians over divisions.
type Heterogeneity struct {
	Arm   Labelled `json:"arm"`
	ATE   Number   `json:"ate"`
	Beta2 Number   `json:"beta2"` // 1: predicted right, 0: noise
	P     Real     `json:"p"`
	Gates []Number `json:"quarters"` // effect by quarter of predicted effect, lowest first
}

// Harms are costs to people and to debate.
type Harms struct {
	Messages  []MessageHarm `json:"messages"`
	Gain      int           `json:"groups_that_gain"` // simultaneous intervals
	Lose      int           `json:"groups_that_lose"`
	Bits      Real          `json:"bits"`      // personal data used a person, by the full policy
	BitsMax   Real          `json:"bits_most"` // for the rarest profile
	Errors    []ErrorPoint  `json:"covariate_errors"`
	BreakEven Real          `json:"break_even"` // error rate at which the gain is gone; null: there is none to lose
	// Smallest audience of a message and smallest group alike in all
	// covariates; 0 stands for fewer than ten.
	SmallestAudience int  `json:"smallest_audience"`
	SmallestProfile  int  `json:"smallest_profile"`
	RareProfiles     Real `json:"share_in_rare_profiles"` // people alike to fewer than nine others
}

// MessageHarm is what a targeted campaign would hide of one message.
type MessageHarm struct {
	Labelled
	Shown Real `json:"shown"` // share of people given it
	Never Real `json:"never"` // share who would never see it
}

// ErrorPoint is targeting by covariates of which a share is wrong.
type ErrorPoint struct {
	Wrong Real   `json:"wrong"`
	TB    Number `json:"targeted_minus_best"`
}

// Part is one issue.
type Part struct {
	Name    string   `json:"name"`
	Label   Text     `json:"label"`
	N       int      `json:"n"`
	Promise Real     `json:"promise"`
	TB      Number   `json:"targeted_minus_best"`
	BR      Number   `json:"best_minus_random"`
	Differ  Real     `json:"differ"`
	BestArm Labelled `json:"best_arm"` // most often the best on a training half
}

// Pooled averages the parts: all of them by their people; and, as far as
// messages differ there for at least one person in twenty, by precision. A part where
// hardly anybody's message differs has a small error for that reason alone, and
// would outweigh all others: it is left out of the latter and counted.
type Pooled struct {
	ByN    Number `json:"by_people"`
	Fixed  Number `json:"fixed"`  // null as Random is when fewer than two parts are left
	Random Number `json:"random"` // REML, interval by Hartung and Knapp
	Tau    Real   `json:"tau"`
	Q      Real   `json:"q"`
	QP     Real   `json:"q_p"`
	Left   int    `json:"left_out"`
}
