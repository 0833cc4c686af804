-- newest first; dates unknown last; then by id, numbers in their order
with newest as (
  select distinct on (series) id, series, age, from_day, to_day from $copies copies where ads > 0 order by series, nth desc
), gone as (
  -- a later copy of a series that had the ad has not, though the ad began inside
  -- its window, and no copy that ends as late has it; an ad whose row that copy
  -- has but could not be read is not gone
  select distinct ad.num
  from newest join $copies earlier on earlier.series = newest.series and earlier.age < newest.age
  join sighting on sighting.source = earlier.id
  join ad on ad.num = sighting.ad
  join $copies shown on shown.id = ad.source
  where shown.age < newest.age and ad.start_day between newest.from_day and newest.to_day
    and not exists (select 1 from sighting here where here.ad = ad.num and here.source = newest.id)
    and not exists (select 1 from reject where reject.source = newest.id and reject.id = ad.id)
)
select
  ad.num, ad.id, ad.archive, ad.advertiser, coalesce(ad.payer, 0) as payer, coalesce(ad.country, '') as country,
  coalesce(date_diff('day', date '1970-01-01', ad.start_day), -1)::integer as start_day,
  coalesce(date_diff('day', date '1970-01-01', ad.end_day), -1)::integer as end_day,
  coalesce(ad.money_lo, -1) as money_lo, coalesce(ad.money_hi, -1) as money_hi, coalesce(ad.money_open, false) as money_open,
  coalesce(ad.currency, '') as currency,
  ad.box, coalesce(same.text, -1) as text, coalesce(ad.creative, '') as creative, coalesce(text.lang, '') as lang,
  (gone.num is not null)::integer as gone
from ad
left join text on text.id = ad.text
left join (select id, min(id) over (partition by folded) as text from text where folded is not null and folded <> '') same on same.id = ad.text
left join gone on gone.num = ad.num
order by ad.start_day desc nulls last, length(ad.id), ad.id
