-- series with several copies; whether another copy ends on the day of the newest,
-- and how many rows of the newest could not be read and give no id
select series, count(*), strftime(min(read_at), '%Y-%m-%dT%H:%M:%SZ'), strftime(max(read_at), '%Y-%m-%dT%H:%M:%SZ'),
  count(*) filter (where ads > 0 and age = last) > 1, coalesce(any_value(unread) filter (where nth = top), 0)
from (
  select *, max(age) filter (where ads > 0) over (partition by series) as last, max(nth) filter (where ads > 0) over (partition by series) as top,
    (select count(*) from reject where reject.source = copies.id and reject.id is null) as unread
  from $copies copies
)
group by series having count(*) > 1 order by series
