package fbpac

import "testing"

func TestFBPACProse(t *testing.T) {
	const one, more = "One reason you're seeing this ad is that Quay wants to reach ", "There may be other reasons you're seeing this ad, including that Quay wants to reach "
	for _, tt := range []struct{ prose, want string }{
		{"One reason you’re seeing this ad is that Quay added you to a list of people they want to reach on Facebook. They were able to reach you because of it." + more + "men.", `list "Quay" and gender male and undisclosed other`},
		{one + "people interested in <b id=\"ad_prefs_interest\">Boats, based on wind</b>, based on activity such as liking Pages.", `interest "Boats, based on wind" and undisclosed other`},
		{one + "people interested in Rowing, based on activity such as liking Pages.", `interest "Rowing" and undisclosed other`},
		{"You're seeing this ad because Quay wants to reach people who live in London, United Kingdom. This is information based on your profile.", `place lives "GB/city:London"`},
		{"You're seeing this ad because Quay wants to reach people ages 18 and older who live in Georgia.", `age 18.. and place lives "US/Georgia"`},
		{"You're seeing this ad because Quay wants to reach people who were recently in St. Louis, Missouri.", `place recently "US/Missouri/St. Louis"`},
		{"You're seeing this ad because Quay wants to reach people who live in Springfield. There may be other reasons you're seeing this ad.", `place lives "US/city:Springfield" and undisclosed other`},
		{"You're seeing this ad because Quay wants to reach people who hum.", `other "wants to reach people who hum"`},
		{"You're seeing this ad because Quay wants to reach people ages 44 to 35.", `other "wants to reach people ages 44 to 35"`},
		{one + "people who are part of an audience created based on data provided by Sound & Co. Facebook works with data providers.", `broker "Sound & Co" and undisclosed other`},
		{"Du siehst diese Werbeanzeige, weil Quay dich erreichen will.", `other "Du siehst diese Werbeanzeige, weil Quay dich erreichen will." and undisclosed other`},
		{"", `undisclosed other`},
	} {
		got, _ := fbpacAudience(tt.prose, nil, "Quay", "US")
		if got.String() != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.prose, got, tt.want)
		}
	}
}
