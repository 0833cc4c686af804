-- Ads that the next copy of a series has otherwise.
WITH copy AS (
  SELECT id, series, from_day, to_day,
         lead(id) OVER w AS next_id, lead(from_day) OVER w AS next_from, lead(to_day) OVER w AS next_to
  FROM source
  WHERE ads > 0
  WINDOW w AS (PARTITION BY series ORDER BY to_day, id)
)
SELECT a.id, a.num, c.series, c.id AS old_source, s.file AS old_file, s.line AS old_line,
       n.source AS new_source, n.file AS new_file, n.line AS new_line
FROM copy c
JOIN sighting s ON s.source = c.id
JOIN sighting n ON n.ad = s.ad AND n.source = c.next_id AND n.hash <> s.hash
JOIN ad a ON a.num = s.ad
WHERE a.start_day BETWEEN greatest(c.from_day, c.next_from) AND least(c.to_day, c.next_to)
ORDER BY c.series, c.id, a.num
