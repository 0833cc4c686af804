SELECT a.num AS ad_num, a.id AS ad, x.n, t.body AS text, t.title, t.description, t.caption, t.lang AS language
FROM ad_text x JOIN ad a ON a.num = x.ad JOIN text t ON t.id = x.text
