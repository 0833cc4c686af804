package audience

// rows are audiences of real ads, read by hand from their archive rows; the
// printer must print exactly these.
var rows = []string{
	`everyone`,
	`nobody`,
	`age 18.. and place lives "US/Georgia" and (interest any ("Cop Block", "HuffPost Black Voices") or ethnicity "African American (US)" or education "African-American history" or politics "Likely to engage with political content (liberal)")`,
	`age 18.. and (place near 38.89,-77.03 16km "US/District of Columbia/Washington" or place "US/New Mexico/Gallup" +40km) and language en-US and interest "Veterans"`,
	`age 18.. and place "US" and (language en-GB or language en-US) and list "tesy"`,
	`age 18.. and (place any ("US/Georgia/Atlanta", "US/Missouri/St. Louis") +20km or place any ("US/Maryland", "US/Virginia")) and (language en-GB or language en-US) and not likes "Black Matters"`,
	`age 18.. and lookalike "newtestaudit" 1% in "US"`,
	`age 18.. and place any ("US/Maryland/Baltimore", "US/Missouri/Ferguson", "US/Missouri/St. Louis", "US/Ohio/Cleveland") and (likes "Black Matters" or friend-of "Black Matters")`,
	`place "DE/city:Sachsen" and undisclosed place "1" or place "DE/city:Reinsberg" and undisclosed place "1"`,
	`place recently "near: NRDC (Natural Resources Defense Council)" +? and age 18..54 and place lives "US/District of Columbia/Washington" +? and undisclosed other`,
}
