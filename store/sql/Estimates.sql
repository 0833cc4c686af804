select num, estimate_lo, estimate_hi, coalesce(estimate_open, false), reached_lo, reached_hi from ad where estimate_lo is not null or estimate_hi is not null
