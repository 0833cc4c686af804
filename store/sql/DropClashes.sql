-- One id with two contents in one copy: nothing of it is kept as a fact.
DELETE FROM ad WHERE num IN (FROM clash) AND num >= (SELECT first_ad FROM importing);
DELETE FROM ad_text WHERE ad IN (FROM clash) AND ad >= (SELECT first_ad FROM importing);
DELETE FROM delivered WHERE ad IN (FROM clash) AND ad >= (SELECT first_ad FROM importing);
DELETE FROM ad_in WHERE num IN (FROM clash);
DELETE FROM ad_text_in WHERE ad IN (FROM clash);
DELETE FROM delivered_in WHERE ad IN (FROM clash);
DELETE FROM sighting WHERE ad IN (FROM clash) AND source = (SELECT source FROM importing);
DELETE FROM remark WHERE ad IN (FROM clash) AND source = (SELECT source FROM importing);
DELETE FROM repair WHERE ad IN (FROM clash) AND source = (SELECT source FROM importing);
DELETE FROM text WHERE id >= (SELECT first_text FROM importing)
  AND id NOT IN (SELECT text FROM ad_text UNION SELECT text FROM ad_text_in);
DELETE FROM fact WHERE box >= (SELECT first_box FROM importing)
  AND box NOT IN (SELECT box FROM ad UNION SELECT box FROM ad_in);
DELETE FROM box WHERE id >= (SELECT first_box FROM importing)
  AND id NOT IN (SELECT box FROM ad UNION SELECT box FROM ad_in);
DELETE FROM advertiser WHERE num >= (SELECT first_advertiser FROM importing)
  AND num NOT IN (SELECT advertiser FROM ad UNION SELECT advertiser FROM ad_in
                  UNION SELECT advertiser FROM tally WHERE advertiser IS NOT NULL);
DELETE FROM payer WHERE num >= (SELECT first_payer FROM importing)
  AND num NOT IN (SELECT payer FROM ad WHERE payer IS NOT NULL UNION SELECT payer FROM ad_in WHERE payer IS NOT NULL);
DELETE FROM spelling_in WHERE "of" = 'advertiser' AND num NOT IN (SELECT num FROM advertiser);
DELETE FROM spelling_in WHERE "of" = 'payer' AND num NOT IN (SELECT num FROM payer);
