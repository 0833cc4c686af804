-- the copies of an archive, the oldest first
SELECT id FROM $copies copies WHERE archive = ? ORDER BY nth
