SELECT a.num AS ad_num, a.id AS ad, s.series, s.name AS source, 'remark' AS what, m.kind, m.detail,
  CASE WHEN m.said->>1 = 'field' THEN m.said->>2 END AS field, CASE WHEN m.said->>3 = 'raw' THEN m.said->>4 END AS raw, NULL::varchar AS read
FROM remark m JOIN ad a ON a.num = m.ad JOIN source s ON s.id = m.source
UNION ALL
SELECT a.num, a.id, s.series, s.name, 'repair', m.rule, NULL, m.field, m.raw, m.read
FROM repair m JOIN ad a ON a.num = m.ad JOIN source s ON s.id = m.source
