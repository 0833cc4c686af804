SELECT id, name, coalesce(title, ''), coalesce(publisher, ''), coalesce(licence, ''), coalesce(note, ''),
       coalesce(year, 0), years, file, sha256, remarks, not_joined
FROM population_file
ORDER BY id
