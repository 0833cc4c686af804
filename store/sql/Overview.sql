select coalesce(bool_or(invented), false), coalesce(bool_or(invented) and bool_or(not invented), false),
  coalesce(strftime(max(read_at), '%Y-%m-%d'), ''), coalesce(sum(rejected), 0)::bigint
from source
