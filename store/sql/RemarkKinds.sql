select source.archive, kind, count(*) from remark join source on source.id = remark.source group by all order by 1, 3 desc, 2
