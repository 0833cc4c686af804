select reject.source, source.name, coalesce(file, ''), coalesce(line, 0), coalesce(reject.id, ''), reason, coalesce(detail, ''), coalesce(said, '')
from reject join source on source.id = reject.source order by source.id, file, line limit ?
