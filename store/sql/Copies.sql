-- The copies from the oldest to the newest (nth), by what they hold and never by
-- when they were read: the copy whose ads begin last is the newest, then the one
-- that starts later, then by series and hash. age is the same for copies that
-- end on the same day: which of them is the newer cannot be told.
SELECT *, row_number() OVER (ORDER BY to_day NULLS FIRST, from_day NULLS FIRST, series, sha256) AS nth,
  dense_rank() OVER (ORDER BY to_day NULLS FIRST) AS age
FROM source
