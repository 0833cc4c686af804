SELECT coalesce((SELECT max(id) FROM source), 0) + 1,
       coalesce((SELECT max(num) FROM ad), 0) + 1,
       coalesce((SELECT max(id) FROM box), 0) + 1,
       coalesce((SELECT max(id) FROM text), 0) + 1,
       coalesce((SELECT max(num) FROM advertiser), 0) + 1,
       coalesce((SELECT max(num) FROM payer), 0) + 1
