SELECT b.key, b.expr AS audience, b.criteria, b.exclusions, b.hidden AS partly_undisclosed,
       b.size_lo AS population_lower, b.size_hi AS population_upper,
       CASE WHEN b.size_hi < 100 THEN 100 WHEN b.size_hi < 1000 THEN 1000 WHEN b.size_hi < 10000 THEN 10000 END AS population_below, array_to_string(list_sort(json_extract_string(b.size_why, '$.reasons[*].kind')), ' ') AS population_reasons,
       array_to_string(json_extract_string(b.size_why, '$.years[*]'), ' ') AS population_years, b.size_why AS population_why,
       coalesce(n.ads, 0) AS ads, coalesce(n.advertisers, 0) AS advertisers
FROM box b LEFT JOIN (SELECT box, count(*) AS ads, count(DISTINCT advertiser) AS advertisers FROM ad GROUP BY box) n ON n.box = b.id
