UPDATE box SET size_lo = i.lo, size_hi = i.hi, size_why = i.why
FROM size_in i
WHERE i.box = box.id;
DROP TABLE size_in;
