select coalesce(country, ''), coalesce(region, ''), coalesce(age, ''), coalesce(gender, ''), coalesce(share, 0), coalesce(people, 0)
from delivered where ad = ? order by country, region, age, gender
