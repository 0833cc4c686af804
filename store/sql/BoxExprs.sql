SELECT id, expr FROM box WHERE id >= ? ORDER BY id
