-- An ad shows what the newest copy that has it says, in whatever order copies
-- are imported. Where its archive has several extractions, rival lists the copies
-- of the others: what is shown is then made of the newest copy of each.
CREATE OR REPLACE TEMP TABLE mine AS SELECT c.nth FROM $copies c JOIN importing n ON n.source = c.id;
CREATE OR REPLACE TEMP TABLE outdated AS
SELECT i.num FROM ad_in i JOIN ad a USING (num) JOIN $copies c ON c.id = a.source, mine
WHERE c.nth > mine.nth AND c.id NOT IN (FROM rival)
UNION
SELECT i.num FROM ad_in i JOIN ad a USING (num) JOIN sighting g ON g.ad = i.num JOIN $copies c ON c.id = g.source, mine
WHERE a.source IN (FROM rival) AND c.nth > mine.nth AND c.id NOT IN (FROM rival);
-- Every other content that a copy of this extraction had is kept once, as the
-- newest copy with it has it.
INSERT INTO ad_was
SELECT a.* FROM ad a JOIN ad_in i USING (num)
WHERE a.hash <> i.hash AND a.num NOT IN (FROM outdated) AND a.source NOT IN (FROM rival);
INSERT INTO ad_was
SELECT i.* FROM ad_in i JOIN ad a USING (num)
WHERE a.hash <> i.hash AND i.num IN (FROM outdated);
-- An ad made of two extractions stands in the row of the newer copy.
UPDATE ad_in SET source = a.source, file = a.file, line = a.line, hash = a.hash
FROM ad a, $copies c, mine
WHERE a.num = ad_in.num AND c.id = a.source AND c.nth > mine.nth AND a.source IN (FROM rival) AND ad_in.num NOT IN (FROM outdated);
DELETE FROM ad_in WHERE num IN (FROM outdated);
DELETE FROM ad_text_in WHERE ad IN (FROM outdated);
DELETE FROM delivered_in WHERE ad IN (FROM outdated);
DELETE FROM ad WHERE num IN (SELECT num FROM ad_in);
DELETE FROM ad_text WHERE ad IN (SELECT num FROM ad_in);
DELETE FROM delivered WHERE ad IN (SELECT num FROM ad_in);
INSERT INTO ad FROM ad_in;
INSERT INTO ad_text FROM ad_text_in;
INSERT INTO delivered FROM delivered_in;
DELETE FROM ad_was WHERE rowid IN (
  SELECT w.rowid FROM ad_was w JOIN ad a USING (num) WHERE a.hash = w.hash
  UNION
  SELECT rowid FROM (SELECT w.rowid, row_number() OVER (PARTITION BY w.num, w.hash ORDER BY c.nth DESC) AS place
                     FROM ad_was w JOIN $copies c ON c.id = w.source) WHERE place > 1);
CREATE OR REPLACE TEMP TABLE used AS SELECT box, text FROM ad UNION SELECT box, text FROM ad_was;
DELETE FROM fact WHERE box NOT IN (SELECT box FROM used);
DELETE FROM box WHERE id NOT IN (SELECT box FROM used);
DELETE FROM text WHERE id NOT IN (SELECT text FROM used WHERE text IS NOT NULL UNION SELECT text FROM ad_text);
DROP TABLE used;
