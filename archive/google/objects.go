package google

import (
	"bytes"
	"slices"
	"strings"

	"github.com/contrechamp/contrechamp/archive/rows"
)

// Google also publishes the files as tables of BigQuery, which people export as
// JSON lines or an array: the same columns in small letters, whole numbers as
// text (BigQuery writes INT64 so), blanks as null or absent.

// isObjects says whether a file is JSON.
func isObjects(head []byte) bool {
	start := bytes.TrimLeft(head, " \t\r\n")
	return len(start) > 0 && (start[0] == '{' || start[0] == '[')
}

// objectColumns are all columns that any file has: an object need not name those
// of its table that are blank.
var objectColumns = func() []string {
	names := []string{
		"Ad_ID", "Ad_URL", "Ad_Type", "Regions", "Advertiser_ID", "Advertiser_Name", "Ad_Campaigns_List", "Date_Range_Start", "Date_Range_End",
		"Num_of_Days", "Impressions", "First_Served_Timestamp", "Last_Served_Timestamp", "Age_Targeting", "Gender_Targeting",
		"Geo_Targeting_Included", "Geo_Targeting_Excluded", "Is_Funded_By_Google_Ad_Grants", "Public_IDs_List", "Elections", "Total_Creatives",
		"Region", "Advertiser_Declared_Name", "Advertiser_Declared_Regulatory_ID", "Advertiser_Declared_Scope", "Advertiser_Declared_Promoter_Name",
		"Advertiser_Declared_Promoter_Address", "NZ_Advertiser_Declared_Name", "NZ_Advertiser_Declared_Address", "Election_Cycle", "Week_Start_Date",
		"Country", "Country_Subdivision_Primary", "Country_Subdivision_Secondary", "Report_Date", "Campaign_ID", "Ads_List", "Start_Date", "End_Date",
		"Report_Data_Updated_Date", "Report_Data_Updated_Time_PT",
	}
	currencies := []string{
		"USD", "EUR", "INR", "BGN", "CZK", "DKK", "HUF", "PLN", "RON", "SEK", "HRK", "GBP", "NZD", "ILS", "AUD", "TWD", "BRL", "ARS", "ZAR", "CLP", "MXN",
	}
	for _, c := range currencies {
		names = append(names, "Spend_"+c)
	}
	for _, c := range currencies {
		names = append(names, "Spend_Range_Min_"+c, "Spend_Range_Max_"+c)
	}
	for _, n := range "123456" {
		names = append(names, "Keyword_"+string(n), "Spend_USD_"+string(n))
	}
	return slices.Clip(names)
}()

// columnsOf are the columns of a file of objects: those that are known, and
// those that its first object has besides, such as a new currency's.
func columnsOf(head []byte) []string {
	names := slices.Clone(objectColumns)
	for _, key := range rows.KeysOf(head) {
		if !slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, key) }) {
			names = append(names, key)
		}
	}
	return names
}
