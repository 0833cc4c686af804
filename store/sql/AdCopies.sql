select copies.id, copies.name, copies.series, copies.sha256, strftime(copies.read_at, '%Y-%m-%dT%H:%M:%SZ'), sighting.file, sighting.line,
  coalesce(sighting.hash <> lag(sighting.hash) over (partition by copies.series order by copies.nth), false)
from sighting join $copies copies on copies.id = sighting.source
where sighting.ad = ? order by copies.nth
