select source.id, source.name, source.series, source.sha256, strftime(source.read_at, '%Y-%m-%dT%H:%M:%SZ'), sighting.file, sighting.line,
  coalesce(sighting.hash <> lag(sighting.hash) over (partition by source.series order by source.id), false)
from sighting join source on source.id = sighting.source 
where sighting.ad = ? order by source.id
