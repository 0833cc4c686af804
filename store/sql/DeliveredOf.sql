select ad, coalesce(age, ''), coalesce(gender, ''), sum(coalesce(share, 0)), sum(coalesce(people, 0))
from delivered where ad in ($list) group by all order by all
