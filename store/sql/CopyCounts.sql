-- What the copy that is being imported holds, after clashes were dropped.
SELECT count(*),
       min(start_day), max(start_day),
       (SELECT count(*) FROM remark WHERE source = (SELECT source FROM importing)),
       (SELECT count(*) FROM repair WHERE source = (SELECT source FROM importing)),
       (SELECT count(*) FROM box WHERE id >= (SELECT first_box FROM importing))
FROM (SELECT start_day FROM ad WHERE source = (SELECT source FROM importing)
      UNION ALL SELECT start_day FROM ad_in)
