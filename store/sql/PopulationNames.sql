SELECT file, code, name FROM population_name ORDER BY file, rowid
