select id, coalesce(body, ''), coalesce(lang, '') from text where id in ($list)
