SELECT id, key FROM box
