-- ads whose content differs between two copies of one series
select distinct ad from sighting join source on source.id = sighting.source
group by ad, source.series having count(distinct sighting.hash) > 1
