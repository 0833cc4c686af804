select source.archive, reason, count(*) from reject join source on source.id = reject.source group by all order by 1, 3 desc, 2
