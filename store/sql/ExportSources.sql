SELECT id, archive, series, name, sha256, bytes, from_day AS "from", to_day AS "to", read_at, invented,
       rows, ads, tallies, repeated, rejected, remarked, repaired
FROM source
