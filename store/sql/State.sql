-- changes whenever an import or a computation of sizes has changed the store
select concat(
  (select concat(count(*), '/', coalesce(max(id), 0)) from source), ' ',
  (select concat(count(*), '/', count(size_hi), '/', coalesce(sum(size_hi), 0)) from box), ' ',
  (select coalesce(max(value), '') from meta where name = 'sizes'), ' ',
  (select concat(count(*), '/', coalesce(max(id), 0)) from population_file))
