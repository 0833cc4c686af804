package rows

import "testing"

func TestPlain(t *testing.T) {
	for _, c := range []struct {
		in    string
		comma bool
		want  string
	}{
		{"1e+05", false, "100000"}, {"1.0E+3", false, "1000"}, {"1.999E+3", false, "1999"}, {"12.0", false, "12"}, {"12.", false, "12"},
		{"100,50", true, "100.50"}, {"1.234,50", true, "1234.50"}, {"100,50", false, "100,50"}, {"1.5E+0", false, "1.5"},
		{"1.23456E+3", false, "1234.56"}, {"5E-1", false, "0.5"}, {"1.000", true, "1000"}, {"12.345.678", true, "12345678"}, {"0.123", true, "0.123"}, {"1.23,5", true, "1.23,5"}, {"1.000", false, "1"}, {"-2E1", false, "-20"}, {"abc", false, "abc"}, {"100.5", false, "100.5"}, {"0E0", false, "0"},
		{"1E+30", false, "1E+30"},
	} {
		if got := Plain(c.in, c.comma); got != c.want {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}

func TestPlainID(t *testing.T) {
	for _, c := range []struct {
		in, want string
		lost     bool
	}{
		{"350436536253023.0", "350436536253023", false}, {"9,001", "9001", false}, {"1.5E+02", "150", false},
		{"3.50437E+14", "3.50437E+14", true}, {"1.23010E+10", "1.23010E+10", true}, {"3,50437E+14", "3,50437E+14", true},
		{"3.50436536253023E+14", "350436536253023", false}, {"1e+05", "100000", false}, {"'1234", "1234", false}, {`="1234"`, "1234", false}, {`"1234"`, "1234", false}, {"####", "####", true},
		{"abc", "abc", false}, {"1E+14", "1E+14", true}, {"", "", false},
	} {
		got, lost := PlainID(c.in)
		if got != c.want || lost != c.lost {
			t.Errorf("%q: %q %v, want %q %v", c.in, got, lost, c.want, c.lost)
		}
	}
}

func TestSheetDate(t *testing.T) {
	for _, c := range []struct {
		cells []string
		order DateOrder
	}{
		{[]string{"05/02/2024", "05/31/2024"}, MonthFirst}, {[]string{"31/05/2024"}, DayFirst}, {[]string{"01/02/2024"}, OrderUnknown},
		{[]string{"31/05/2024", "05/31/2024"}, OrderUnknown}, {[]string{"01.02.2024"}, DayFirst}, {nil, OrderUnknown}, {[]string{"2024-05-31"}, OrderUnknown},
	} {
		if got := OrderOf(c.cells); got != c.order {
			t.Errorf("%q: %v, want %v", c.cells, got, c.order)
		}
	}
	for _, c := range []struct {
		cell  string
		order DateOrder
		want  string
		is    bool
	}{
		{"01/02/2024", DayFirst, "2024-02-01", true}, {"01/02/2024", MonthFirst, "2024-01-02", true}, {"01/02/2024", OrderUnknown, "", true},
		{"02/02/2024", OrderUnknown, "2024-02-02", true}, {"31/12/24", OrderUnknown, "2024-12-31", true}, {"12/31/2024", DayFirst, "", true},
		{"31/02/2024", DayFirst, "", true}, {"1/2/2024 14:05", DayFirst, "2024-02-01T14:05:00", true}, {"1/2/2024 2:05 PM", MonthFirst, "2024-01-02T14:05:00", true},
		{"1/2/2024 0:00", DayFirst, "2024-02-01", true}, {"2 May 2024", OrderUnknown, "2024-05-02", true}, {"2024-05-02", DayFirst, "", false},
		{"May 2, 2024", OrderUnknown, "2024-05-02", true}, {"1/2/1999", DayFirst, "", true}, {"word", DayFirst, "", false},
	} {
		d, is := SheetDate(c.cell, c.order)
		got := ""
		if d.Known() {
			got = d.String()
		}
		if got != c.want || is != c.is {
			t.Errorf("%q: %q %v, want %q %v", c.cell, got, is, c.want, c.is)
		}
	}
}
