select distinct ad.id, source.archive, coalesce(remark.said, ''), length(ad.id)
from remark join ad on ad.num = remark.ad join source on source.id = remark.source
where remark.kind = 'extractions-differ'
order by source.archive, length(ad.id), ad.id, 3
