-- how many rows an archive states about an advertiser
select advertiser, archive, count(*) from tally where advertiser is not null group by advertiser, archive order by advertiser, archive
