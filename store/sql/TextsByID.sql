select id, coalesce(body, ''), coalesce(title, ''), coalesce(description, '') from text where id in ($list)
