select coalesce(platforms, ''), coalesce(context, ''), coalesce(created_at, ''), reached_lo, reached_hi, links, marks from ad where num = ?
