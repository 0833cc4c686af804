-- rows of the raw layer with the ads that stand in them
SELECT sighting.ad AS ad_num, raw_rows.*
FROM raw_rows()
JOIN source ON source.sha256 = raw_rows.sha256
JOIN sighting ON sighting.source = source.id AND sighting.file = raw_rows.file AND sighting.line = raw_rows.line
