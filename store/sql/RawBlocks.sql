SELECT r.file, f.header, r.data
FROM raw r LEFT JOIN file f ON f.source = r.source AND f.name = r.file
WHERE r.source = ?
ORDER BY r.file, r.first_line
