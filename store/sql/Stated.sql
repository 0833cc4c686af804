-- The money that archives state about advertisers, of each archive, kind and
-- currency the greatest figure and how many others there are. Only rows that
-- cannot overlap are added up to one figure: the disclaimers of a page in one
-- report, and the weeks of an advertiser. Where such rows repeat one another
-- each is a figure of its own.
with part as (
  select *, rowid as row, kind in ('page-report', 'advertiser-week') as adds,
    case kind when 'advertiser-week' then null else from_day end as first_day,
    case kind when 'advertiser-week' then null else to_day end as last_day
  from tally where advertiser is not null and kind <> 'page-targeting'
), whole as (
  select advertiser, source, file, kind, country, region, first_day, last_day, currency,
    count(*) = count(distinct (coalesce(payer, ''), coalesce(election, ''), from_day))
      and (any_value(kind) <> 'advertiser-week' or count(from_day) = count(*) and count(distinct dayofweek(from_day)) = 1) as apart
  from part where adds and money_lo is not null group by all
), silent as (
  select advertiser, source, file, kind, country, region, first_day, last_day, count(*) as n
  from part where adds and money_lo is null group by all
), figure as (
  select p.advertiser, p.archive, p.source, p.file, p.kind, p.country, p.region, p.first_day, p.last_day, p.currency,
    min(p.from_day) as from_day, max(p.to_day) as to_day,
    sum(p.money_lo)::bigint as lo, sum(p.money_hi)::bigint as hi, bool_or(p.money_open) as open,
    case when count(p.ads_lo) = count(*) then sum(p.ads_lo)::bigint end as ads_lo,
    case when count(p.ads_hi) = count(*) then sum(p.ads_hi)::bigint end as ads_hi,
    count(*) as n
  from part p left join whole w on p.adds and w.advertiser = p.advertiser and w.source = p.source and w.file = p.file and w.kind = p.kind
    and w.country is not distinct from p.country and w.region is not distinct from p.region
    and w.first_day is not distinct from p.first_day and w.last_day is not distinct from p.last_day and w.currency = p.currency
  where p.money_lo is not null
  group by p.advertiser, p.archive, p.source, p.file, p.kind, p.country, p.region, p.first_day, p.last_day, p.currency,
    case when w.apart then -1 else p.row end
)
select f.advertiser, f.archive, f.kind, coalesce(f.country, ''), coalesce(f.region, ''),
  coalesce(strftime(f.from_day, '%Y-%m-%d'), ''), coalesce(strftime(f.to_day, '%Y-%m-%d'), ''),
  f.lo, f.hi, f.open, coalesce(f.currency, ''), f.ads_lo, f.ads_hi, f.n,
  coalesce(case when f.kind in ('page-report', 'advertiser-week') then s.n end, 0),
  count(*) over (partition by f.advertiser, f.archive, f.kind, f.currency) - 1
from figure f left join silent s on s.advertiser = f.advertiser and s.source = f.source and s.file = f.file and s.kind = f.kind
  and s.country is not distinct from f.country and s.region is not distinct from f.region
  and s.first_day is not distinct from f.first_day and s.last_day is not distinct from f.last_day
qualify row_number() over (partition by f.advertiser, f.archive, f.kind, f.currency
  order by greatest(f.lo, f.hi) desc, f.lo desc, f.to_day desc nulls last, f.source, f.file, f.country, f.region) = 1
order by f.advertiser, f.archive, f.kind, greatest(f.lo, f.hi) desc, f.currency
