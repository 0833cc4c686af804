-- NumsAndIDs
select num, id from ad
