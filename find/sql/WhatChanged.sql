-- what an earlier copy said of ads that the newest copy has otherwise, the latest such copy first
select ad.id, coalesce(earlier.body, earlier.title, '') as old_words, coalesce(now.body, now.title, '') as new_words,
  coalesce(was.start_at, '') as old_start, coalesce(was.end_at, '') as old_end,
  was.money_lo, was.money_hi, was.money_open, coalesce(was.currency, '') as currency,
  was.views_lo, was.views_hi, was.views_open,
  was.box <> ad.box as box_changed, coalesce(was.payer, 0) <> coalesce(ad.payer, 0) as payer_changed, coalesce(paid.name, '') as old_payer
from ad join ad_was was on was.num = ad.num
left join payer paid on paid.num = was.payer
left join text earlier on earlier.id = was.text
left join text now on now.id = ad.text
where ad.num in ($nums) and was.hash <> ad.hash
order by ad.num, was.source desc
