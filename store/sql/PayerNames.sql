SELECT num, folded FROM payer WHERE archive = ?
