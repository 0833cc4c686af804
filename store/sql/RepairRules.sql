select source.archive, rule, count(*) from repair join source on source.id = repair.source group by all order by 1, 3 desc, 2
