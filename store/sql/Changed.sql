-- Ads that the next copy of a series has otherwise, and what is otherwise.
WITH copy AS (
  SELECT id, series, from_day, to_day,
         lead(id) OVER w AS next_id, lead(from_day) OVER w AS next_from, lead(to_day) OVER w AS next_to
  FROM $copies copies
  WHERE ads > 0
  WINDOW w AS (PARTITION BY series ORDER BY nth)
), version AS (
  SELECT DISTINCT ON (num, hash) *
  FROM (FROM ad UNION ALL FROM ad_was)
)
SELECT a.id, a.num, c.series, c.id AS old_source, s.file AS old_file, s.line AS old_line,
       n.source AS new_source, n.file AS new_file, n.line AS new_line,
       concat_ws(' ',
         CASE WHEN o.text IS DISTINCT FROM w.text OR o.texts <> w.texts THEN 'text' END,
         CASE WHEN o.box <> w.box THEN 'box' END,
         CASE WHEN o.context IS DISTINCT FROM w.context THEN 'context' END,
         CASE WHEN o.start_at IS DISTINCT FROM w.start_at OR o.end_at IS DISTINCT FROM w.end_at THEN 'dates' END,
         CASE WHEN o.money_lo IS DISTINCT FROM w.money_lo OR o.money_hi IS DISTINCT FROM w.money_hi
                OR o.currency IS DISTINCT FROM w.currency THEN 'money' END,
         CASE WHEN o.views_lo IS DISTINCT FROM w.views_lo OR o.views_hi IS DISTINCT FROM w.views_hi THEN 'impressions' END,
         CASE WHEN o.clicks_lo IS DISTINCT FROM w.clicks_lo THEN 'clicks' END,
         CASE WHEN o.reached_lo IS DISTINCT FROM w.reached_lo THEN 'reached' END,
         CASE WHEN o.payer IS DISTINCT FROM w.payer THEN 'payer' END,
         CASE WHEN o.advertiser <> w.advertiser THEN 'advertiser' END) AS what
FROM copy c
JOIN sighting s ON s.source = c.id
JOIN sighting n ON n.ad = s.ad AND n.source = c.next_id AND n.hash <> s.hash
JOIN ad a ON a.num = s.ad
LEFT JOIN version o ON o.num = s.ad AND o.hash = s.hash
LEFT JOIN version w ON w.num = n.ad AND w.hash = n.hash
WHERE a.start_day BETWEEN greatest(c.from_day, c.next_from) AND least(c.to_day, c.next_to)
ORDER BY c.series, c.id, a.num
