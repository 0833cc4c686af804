select kind, coalesce(payer, ''), coalesce(country, ''), coalesce(region, ''),
  coalesce(strftime(from_day, '%Y-%m-%d'), ''), coalesce(strftime(to_day, '%Y-%m-%d'), ''),
  money_lo, money_hi, money_open, coalesce(currency, ''), ads_lo, ads_hi, coalesce(criterion, ''), share
from tally where advertiser = ? order by kind, from_day, money_hi desc, ads_hi desc, criterion limit 500
