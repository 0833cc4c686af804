select num from ad where id = ?
