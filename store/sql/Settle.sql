-- An ad shows what its newest copy says: this one, unless the store has it from
-- a copy of the same series that ends later. What a copy of this series said
-- before is kept; what another series said stands in its raw rows.
CREATE OR REPLACE TEMP TABLE outdated AS
SELECT i.num
FROM ad_in i JOIN ad a USING (num) JOIN source s ON s.id = a.source, importing n
WHERE s.series = n.series AND s.to_day > n.to_day;
INSERT INTO ad_was
SELECT a.* FROM ad a JOIN ad_in i USING (num) JOIN source s ON s.id = a.source
WHERE a.hash <> i.hash AND a.num NOT IN (FROM outdated) AND s.series = (SELECT series FROM importing);
INSERT INTO ad_was
SELECT i.* FROM ad_in i JOIN ad a USING (num)
WHERE a.hash <> i.hash AND i.num IN (FROM outdated);
DELETE FROM ad_in WHERE num IN (FROM outdated);
DELETE FROM ad_text_in WHERE ad IN (FROM outdated);
DELETE FROM delivered_in WHERE ad IN (FROM outdated);
DELETE FROM ad WHERE num IN (SELECT num FROM ad_in);
DELETE FROM ad_text WHERE ad IN (SELECT num FROM ad_in);
DELETE FROM delivered WHERE ad IN (SELECT num FROM ad_in);
INSERT INTO ad FROM ad_in;
INSERT INTO ad_text FROM ad_text_in;
INSERT INTO delivered FROM delivered_in;
CREATE OR REPLACE TEMP TABLE used AS SELECT box, text FROM ad UNION SELECT box, text FROM ad_was;
DELETE FROM fact WHERE box NOT IN (SELECT box FROM used);
DELETE FROM box WHERE id NOT IN (SELECT box FROM used);
DELETE FROM text WHERE id NOT IN (SELECT text FROM used WHERE text IS NOT NULL UNION SELECT text FROM ad_text);
DROP TABLE used;
