-- Ads of which a later state stands in the same copy: their first one makes way.
DELETE FROM ad WHERE num IN (FROM clash) AND num >= (SELECT first_ad FROM importing);
DELETE FROM ad_text WHERE ad IN (FROM clash) AND ad >= (SELECT first_ad FROM importing);
DELETE FROM delivered WHERE ad IN (FROM clash) AND ad >= (SELECT first_ad FROM importing);
DELETE FROM ad_in WHERE num IN (FROM clash);
DELETE FROM ad_text_in WHERE ad IN (FROM clash);
DELETE FROM delivered_in WHERE ad IN (FROM clash);
DELETE FROM sighting WHERE ad IN (FROM clash) AND source = (SELECT source FROM importing);
DELETE FROM remark WHERE ad IN (FROM clash) AND source = (SELECT source FROM importing);
DELETE FROM repair WHERE ad IN (FROM clash) AND source = (SELECT source FROM importing);
DELETE FROM clash;
