SELECT file, place, coalesce(code, ''), age_lo, age_hi, coalesce(sex, ''), coalesce(extra, ''), people, year
FROM population
ORDER BY file, rowid
