-- newest first; dates unknown last; then by id, numbers in their order
select
  ad.num, ad.id, ad.archive, ad.advertiser, coalesce(ad.payer, 0) as payer, coalesce(ad.country, '') as country,
  coalesce(date_diff('day', date '1970-01-01', ad.start_day), -1)::integer as start_day,
  coalesce(date_diff('day', date '1970-01-01', ad.end_day), -1)::integer as end_day,
  coalesce(ad.money_lo, -1) as money_lo, coalesce(ad.money_hi, -1) as money_hi, coalesce(ad.money_open, false) as money_open,
  coalesce(ad.currency, '') as currency,
  coalesce(case when ad.estimate_open then 9223372036854775807 else ad.estimate_hi end, -1) as estimate,
  ad.box, coalesce(same.text, -1) as text, coalesce(ad.creative, '') as creative, coalesce(text.lang, '') as lang,
  case
    when ad.source = newest.last then 0
    when ad.start_day between copy.from_day and copy.to_day then 1
    else 0
  end as gone
from ad
left join text on text.id = ad.text
left join (select id, min(id) over (partition by folded) as text from text where folded is not null and folded <> '') same on same.id = ad.text
join source on source.id = ad.source
join (select distinct on (series) series, id as last from source where ads > 0 order by series, to_day desc nulls last, id desc) newest on newest.series = source.series
join source copy on copy.id = newest.last
order by ad.start_day desc nulls last, length(ad.id), ad.id
