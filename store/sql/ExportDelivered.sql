SELECT a.num AS ad_num, a.id AS ad, d.country, d.region, d.age, d.gender, d.share, d.people
FROM delivered d JOIN ad a ON a.num = d.ad
