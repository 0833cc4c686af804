SELECT f.header, r.data
FROM raw r LEFT JOIN file f ON f.source = r.source AND f.name = r.file
WHERE r.source = ? AND r.file = ? AND r.first_line <= ?
ORDER BY r.first_line DESC
LIMIT 1
