select series, count(*), strftime(min(read_at), '%Y-%m-%dT%H:%M:%SZ'), strftime(max(read_at), '%Y-%m-%dT%H:%M:%SZ')
from source group by series having count(*) > 1 order by series
