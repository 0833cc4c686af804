SELECT s.archive, s.series, s.name, s.sha256, r.file, r.data
FROM raw r JOIN source s ON s.id = r.source
ORDER BY s.id, r.file, r.first_line
