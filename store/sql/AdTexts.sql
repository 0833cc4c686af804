select coalesce(body, ''), coalesce(title, ''), coalesce(description, ''), coalesce(caption, ''), coalesce(lang, '')
from ad_text join text on text.id = ad_text.text where ad_text.ad = ? order by ad_text.n
