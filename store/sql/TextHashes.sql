SELECT id, hash_hi, hash_lo FROM text
