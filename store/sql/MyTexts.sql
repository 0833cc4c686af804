-- MyTexts: the beginnings of texts; … ends those that go on
select id, case when length(body) > $1 then concat(rtrim(left(body, $1)), '…') else coalesce(body, '') end, coalesce(lang, '')
from text where folded is not null and folded <> ''
