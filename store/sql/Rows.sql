select ad.num, ad.id,
  coalesce(text.body, '') as body, coalesce(text.title, '') as title, coalesce(text.lang, '') as lang,
  coalesce(ad.start_at, '') as start_at, coalesce(ad.end_at, '') as end_at,
  views_lo, views_hi, views_open, clicks_lo, clicks_hi, false, estimate_lo, estimate_hi, estimate_open, ad.presumed
from ad left join text on text.id = ad.text
where ad.num in ($list)
