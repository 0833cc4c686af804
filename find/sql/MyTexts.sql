-- MyTexts
select id, left(coalesce(body, ''), ?), coalesce(lang, '') from text where folded is not null and folded <> ''
