SELECT t.kind, t.archive, v.id AS advertiser_id, v.name AS advertiser, t.payer, t.country, t.region, t.election, t.keyword,
       t.from_day AS "from", t.to_day AS "to",
       (t.money_lo IS NOT NULL) AS money_disclosed, t.money_lo / 100 AS money_lower,
       CASE WHEN NOT t.money_open THEN t.money_hi / 100 END AS money_upper, t.currency,
       t.ads_lo AS ads_lower, t.ads_hi AS ads_upper, t.criterion, t.share,
       s.series, s.name AS source, s.sha256 AS source_sha256, s.invented, t.file, t.line
FROM tally t LEFT JOIN advertiser v ON v.num = t.advertiser JOIN source s ON s.id = t.source
