select num, name, folded from payer order by num
