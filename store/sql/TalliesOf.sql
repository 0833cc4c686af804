select kind, archive, coalesce(payer, ''), coalesce(country, ''), coalesce(region, ''), coalesce(election, ''),
  coalesce(strftime(from_day, '%Y-%m-%d'), ''), coalesce(strftime(to_day, '%Y-%m-%d'), ''),
  money_lo, money_hi, money_open, coalesce(currency, ''), ads_lo, ads_hi, coalesce(criterion, ''), share
from tally where advertiser in ($list) order by kind, to_day desc nulls last, from_day, money_hi desc nulls last, ads_hi desc nulls last, criterion, source, file, line, rowid
limit ? offset ?
