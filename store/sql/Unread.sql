-- What the copies hold and the program does not read, the most filled first.
SELECT u.source, s.name, s.archive, u.file, u.field, u.filled
FROM unread u JOIN source s ON s.id = u.source
ORDER BY u.source, u.filled DESC, u.file, u.field
