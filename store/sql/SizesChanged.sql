SELECT count(*) FROM size_in i JOIN box b ON b.id = i.box
WHERE b.size_lo IS DISTINCT FROM i.lo OR b.size_hi IS DISTINCT FROM i.hi OR b.size_why IS DISTINCT FROM i.why
