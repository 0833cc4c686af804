select num, id, name from advertiser order by num
