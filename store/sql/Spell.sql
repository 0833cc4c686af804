-- An advertiser or payer is called by its most frequent spelling.
CREATE OR REPLACE TEMP TABLE spelling_sum AS
SELECT "of", num, name, sum(ads)::bigint AS ads
FROM (FROM spelling UNION ALL FROM spelling_in)
GROUP BY "of", num, name;
DELETE FROM spelling;
INSERT INTO spelling FROM spelling_sum;
UPDATE advertiser SET name = s.name
FROM (SELECT DISTINCT ON (num) num, name FROM spelling WHERE "of" = 'advertiser' ORDER BY num, ads DESC, name) s
WHERE s.num = advertiser.num AND s.name <> advertiser.name;
UPDATE payer SET name = s.name
FROM (SELECT DISTINCT ON (num) num, name FROM spelling WHERE "of" = 'payer' ORDER BY num, ads DESC, name) s
WHERE s.num = payer.num AND s.name <> payer.name;
