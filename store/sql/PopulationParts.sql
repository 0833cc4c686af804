SELECT file, place, within FROM population_part ORDER BY file, rowid
