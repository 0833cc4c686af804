select f.id, f.name, coalesce(f.title, ''), coalesce(f.publisher, ''), coalesce(f.licence, ''), coalesce(f.note, ''),
  coalesce(f.year, 0), f.file, f.sha256, strftime(f.read_at, '%Y-%m-%d'), f.remarks, f.not_joined,
  (select count(*) from population p where p.file = f.id),
  (select count(distinct left(p.place, 2)) from population p where p.file = f.id),
  (select count(distinct p.place) from population p where p.file = f.id),
  (select count(*) from population_name n where n.file = f.id),
  (select count(*) from population_part n where n.file = f.id)
from population_file f
order by f.id
