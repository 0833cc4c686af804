select id from text
