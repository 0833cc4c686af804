-- Ads of a copy that the next copy of its series does not have, nor
-- has among the rows that could not be read. Only ads that
-- began inside the windows of both copies can be missed.
WITH copy AS (
  SELECT id, series, from_day, to_day, read_at,
         lead(id) OVER w AS next_id, lead(from_day) OVER w AS next_from, lead(to_day) OVER w AS next_to
  FROM $copies copies
  WHERE ads > 0
  WINDOW w AS (PARTITION BY series ORDER BY nth)
)
SELECT a.id, a.num, c.series, c.id AS last_source, s.file, s.line, c.next_id AS missing_from
FROM copy c
JOIN sighting s ON s.source = c.id
JOIN ad a ON a.num = s.ad
WHERE c.next_id IS NOT NULL
  AND a.start_day BETWEEN greatest(c.from_day, c.next_from) AND least(c.to_day, c.next_to)
  AND NOT EXISTS (SELECT 1 FROM sighting n WHERE n.ad = s.ad AND n.source = c.next_id)
  AND NOT EXISTS (SELECT 1 FROM reject r WHERE r.source = c.next_id AND r.id = a.id)
ORDER BY c.series, c.id, a.num
