select term, texts from posting where term >= ? and term <= ?
