SELECT id, archive, series, name, sha256, bytes, from_day, to_day, read_at, invented,
       rows, ads, tallies, repeated, rejected, remarked, repaired
FROM source
ORDER BY id
