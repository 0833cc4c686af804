SELECT a.num AS ad_num, a.id, a.archive,
       CASE WHEN v.id NOT LIKE '%:' AND v.id NOT LIKE '%:~%' THEN v.id END AS advertiser_id, v.name AS advertiser, p.name AS payer,
       a.country, a.start_at AS start, a.end_at AS "end", a.created_at AS created,
       (a.money_lo IS NOT NULL) AS money_disclosed, a.money_lo / 100 AS money_lower,
       CASE WHEN NOT a.money_open THEN a.money_hi / 100 END AS money_upper,
       a.currency, a.presumed AS currency_presumed,
       (a.views_lo IS NOT NULL) AS impressions_disclosed, a.views_lo AS impressions_lower,
       CASE WHEN NOT a.views_open THEN a.views_hi END AS impressions_upper,
       a.clicks_lo AS clicks_lower, a.clicks_hi AS clicks_upper,
       a.estimate_lo AS estimated_audience_lower,
       CASE WHEN NOT a.estimate_open THEN a.estimate_hi END AS estimated_audience_upper,
       a.reached_lo AS reached_lower, a.reached_hi AS reached_upper,
       b.expr AS audience, b.key AS audience_key, b.criteria, b.exclusions, b.hidden AS audience_partly_undisclosed,
       b.size_lo AS population_lower, b.size_hi AS population_upper,
       CASE WHEN b.size_hi < 100 THEN 100 WHEN b.size_hi < 1000 THEN 1000 WHEN b.size_hi < 10000 THEN 10000 END AS population_below,
       array_to_string(list_sort(json_extract_string(b.size_why, '$.reasons[*].kind')), ' ') AS population_reasons,
       array_to_string(json_extract_string(b.size_why, '$.years[*]'), ' ') AS population_years, a.context,
       a.texts, t.body AS text, t.title, t.description, t.caption, t.lang AS language,
       a.creative, a.type, a.platforms, array_to_string(a.links, ' ') AS links, array_to_string(a.marks, ' ') AS marks,
       s.series, s.name AS source, s.sha256 AS source_sha256, s.invented, a.file, a.line
FROM ad a
JOIN advertiser v ON v.num = a.advertiser
LEFT JOIN payer p ON p.num = a.payer
JOIN box b ON b.id = a.box
LEFT JOIN text t ON t.id = a.text
JOIN source s ON s.id = a.source
