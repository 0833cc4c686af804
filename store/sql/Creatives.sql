-- the texts of some ads, in their order
select ad_text.ad, coalesce(body, ''), coalesce(title, ''), coalesce(description, ''), coalesce(lang, '')
from ad_text join text on text.id = ad_text.text where ad_text.ad in ($list) order by ad_text.ad, ad_text.n
