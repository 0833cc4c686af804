select id, key, expr, criteria, exclusions, hidden, coalesce(size_lo, -1), coalesce(size_hi, -1), coalesce(size_why, '') from box order by id
