select distinct coalesce(field, ''), coalesce(raw, ''), coalesce(read, ''), rule from repair where ad = ? order by 1, 2
