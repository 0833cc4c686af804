SELECT num, id FROM ad WHERE archive = ?
