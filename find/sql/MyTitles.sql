-- MyTitles
-- what ads without a text are called
select ad.num, left(coalesce(nullif(text.title, ''), nullif(text.description, ''), text.caption, ''), ?), coalesce(text.lang, '')
from ad join text on text.id = ad.text where text.folded is null or text.folded = ''
