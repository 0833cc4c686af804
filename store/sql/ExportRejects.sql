SELECT s.archive, s.series, s.name AS source, s.sha256 AS source_sha256, r.file, r.line, r.id, r.reason, r.detail, r.raw
FROM reject r JOIN source s ON s.id = r.source
