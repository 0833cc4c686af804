-- the row of the raw layer in which an ad stands, for each copy that has it
SELECT sighting.ad AS ad_num, source.sha256, sighting.file, sighting.line
FROM sighting JOIN source ON source.id = sighting.source
