-- Ads of this copy that the store had, like this and otherwise.
SELECT count(*) FILTER (WHERE i.hash = a.hash), count(*) FILTER (WHERE i.hash <> a.hash)
FROM ad_in i JOIN ad a USING (num)
