select id, archive, series, name, sha256, bytes, coalesce(strftime(from_day, '%Y-%m-%d'), ''), coalesce(strftime(to_day, '%Y-%m-%d'), ''),
  strftime(read_at, '%Y-%m-%dT%H:%M:%SZ'), invented, rows, ads, tallies, repeated, rejected, remarked, repaired
from source order by archive, series, id
