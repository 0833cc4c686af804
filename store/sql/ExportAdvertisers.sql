SELECT v.id, v.name, count(*) AS ads, count(DISTINCT a.box) AS boxes, min(a.start_at) AS "first", max(a.start_at) AS "last",
       arg_min(b.key, (b.size_hi, b.size_lo, b.key)) FILTER (b.size_hi IS NOT NULL) AS narrowest_key, arg_min(b.expr, (b.size_hi, b.size_lo, b.key)) FILTER (b.size_hi IS NOT NULL) AS narrowest_audience,
       arg_min(b.size_lo, (b.size_hi, b.size_lo, b.key)) FILTER (b.size_hi IS NOT NULL) AS narrowest_lower, min(b.size_hi) AS narrowest_upper,
       count(*) FILTER (b.size_hi IS NULL) AS ads_without_size
FROM ad a JOIN advertiser v ON v.num = a.advertiser JOIN box b ON b.id = a.box
GROUP BY v.num, v.id, v.name
ORDER BY ads DESC, v.id
