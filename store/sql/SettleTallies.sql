-- Tallies are those of the newest copy that has any of their kind; an older
-- copy's stand in its raw rows.
DELETE FROM tally
WHERE source IN (SELECT s.id FROM source s, importing n WHERE s.series = n.series AND s.id <> n.source)
  AND kind IN (SELECT DISTINCT kind FROM tally WHERE source = (SELECT source FROM importing));
