select distinct kind, coalesce(detail, '') from remark where ad = ? order by kind
