-- MyTitles: what ads without a text are called, as far as MyTexts
select num, case when length(called) > $1 then concat(rtrim(left(called, $1)), '…') else called end, lang
from (select ad.num as num, coalesce(nullif(text.title, ''), nullif(text.description, ''), text.caption, '') as called, coalesce(text.lang, '') as lang
      from ad join text on text.id = ad.text where text.folded is null or text.folded = '')
