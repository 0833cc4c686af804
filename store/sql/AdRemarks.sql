select distinct kind, coalesce(detail, ''), coalesce(said, '') from remark where ad = ? order by kind
