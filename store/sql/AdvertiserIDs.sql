SELECT num, id FROM advertiser WHERE archive = ?
