-- Ads with a picture or film.
select num from ad where coalesce(creative, '') = ?
