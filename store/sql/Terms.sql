-- terms of texts from one to another
select term from posting where term >= ? and term <= ?
