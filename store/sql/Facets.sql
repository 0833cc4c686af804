-- Counts over all ads, computed anew at the end of an import.
DELETE FROM facet;
INSERT INTO facet SELECT 'archive', archive, count(*), count(money_lo) FROM ad GROUP BY archive;
INSERT INTO facet SELECT 'country', country, count(*), count(money_lo) FROM ad GROUP BY country;
INSERT INTO facet SELECT 'month', strftime(start_day, '%Y-%m'), count(*), count(money_lo) FROM ad GROUP BY ALL;
INSERT INTO facet SELECT 'currency', currency, count(*), count(money_lo) FROM ad GROUP BY currency;
INSERT INTO facet SELECT 'type', type, count(*), count(money_lo) FROM ad GROUP BY type;
INSERT INTO facet SELECT 'language', t.lang, count(*), count(money_lo) FROM ad LEFT JOIN text t ON t.id = ad.text GROUP BY t.lang;
CREATE OR REPLACE TEMP TABLE box_ads AS SELECT box, count(*) AS ads, count(money_lo) AS money FROM ad GROUP BY box;
INSERT INTO facet SELECT 'criteria', b.criteria::varchar, sum(a.ads), sum(a.money) FROM box_ads a JOIN box b ON b.id = a.box GROUP BY ALL;
INSERT INTO facet SELECT 'hidden', b.hidden::varchar, sum(a.ads), sum(a.money) FROM box_ads a JOIN box b ON b.id = a.box GROUP BY ALL;
INSERT INTO facet SELECT CASE WHEN k.excluded THEN 'excluded' ELSE 'kind' END, k.kind, sum(a.ads), sum(a.money)
FROM (SELECT DISTINCT box, excluded, kind FROM fact) k JOIN box_ads a USING (box) GROUP BY ALL;
INSERT INTO facet SELECT CASE WHEN k.excluded THEN 'fact-excluded' ELSE 'fact' END, k.written, sum(a.ads), sum(a.money)
FROM (SELECT DISTINCT box, excluded, written FROM fact) k JOIN box_ads a USING (box) GROUP BY ALL;
DROP TABLE box_ads;
