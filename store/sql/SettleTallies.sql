-- Tallies are those of the newest copy of the series that has any of their kind,
-- another copy's stand in its raw rows. The newest is the one whose tallies of
-- this kind end last; copies without days are told apart as copies of ads are.
CREATE OR REPLACE TEMP TABLE told AS
SELECT t.kind, t.source, row_number() OVER (PARTITION BY t.kind ORDER BY max(t.to_day) DESC NULLS LAST, any_value(c.nth) DESC) AS place
FROM tally t JOIN $copies c ON c.id = t.source
WHERE c.series = (SELECT m.series FROM $copies m JOIN importing n ON n.source = m.id)
GROUP BY t.kind, t.source;
DELETE FROM tally WHERE (kind, source) IN (SELECT kind, source FROM told WHERE place > 1);
DROP TABLE told;
