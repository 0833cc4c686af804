-- what an earlier copy said of ads that the newest copy has otherwise: of the
-- series of that copy, if it has one that differs, the latest such copy first
select ad.id, coalesce(earlier.body, earlier.title, '') as old_words, coalesce(now.body, now.title, '') as new_words,
  coalesce(was.start_at, '') as old_start, coalesce(was.end_at, '') as old_end,
  was.money_lo, was.money_hi, was.money_open, coalesce(was.currency, '') as currency,
  was.views_lo, was.views_hi, was.views_open,
  was.box <> ad.box as box_changed, coalesce(was.payer, 0) <> coalesce(ad.payer, 0) as payer_changed, coalesce(paid.name, '') as old_payer
from ad join ad_was was on was.num = ad.num
join $copies shown on shown.id = ad.source join $copies earlier_copy on earlier_copy.id = was.source
left join payer paid on paid.num = was.payer
left join text earlier on earlier.id = was.text
left join text now on now.id = ad.text
where ad.num in ($list) and was.hash <> ad.hash
  and exists (select 1 from sighting join $copies copies on copies.id = sighting.source
              where sighting.ad = ad.num and copies.series = earlier_copy.series and sighting.hash <> was.hash)
order by ad.num, earlier_copy.series = shown.series desc, earlier_copy.nth desc
