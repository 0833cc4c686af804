-- The tables of a store. Read the comments as the data dictionary: the page of
-- that name is made from them (a line "-- table: ..." and "-- column: ...").
-- Money is in hundredths of its currency. Days are calendar days as printed.

-- table facet: how many ads of the whole store have each value, for the page without filters
create table facet (
  facet  varchar not null,      -- archive, country, year, month, currency, kind, excluded, criteria, hidden, language, type, fact, fact-excluded
  value  varchar,               -- null: not stated
  ads    bigint not null,
  money_ads bigint not null     -- of them, ads whose archive states money
);

-- table meta: facts about the store itself
create table meta (name varchar primary key, value varchar not null);

-- table source: one copy of one archive: a file or bundle, as it was when read
create table source (
  id        integer primary key,
  archive   varchar not null,  -- the format: meta, snap, google, ira, adlib-report, meta-audience, fbpac
  series    varchar not null,  -- copies of one series are compared; others never
  name      varchar not null,  -- the file's name as given
  sha256    varchar not null,  -- of the bytes as given
  bytes     bigint not null,
  from_day  date,              -- first day on which an ad of this copy began
  to_day    date,              -- last such day
  read_at   timestamp not null,-- UTC
  invented  boolean not null,  -- of an election that never happened
  rows      bigint not null,   -- rows read, whatever became of them
  ads       bigint not null,
  tallies   bigint not null,
  repeated  bigint not null,   -- rows that repeat an earlier one exactly
  rejected  bigint not null,
  remarked  bigint not null,   -- remarks on rows of this copy
  repaired  bigint not null    -- values read by a repair rule
);

-- table spelling: how often each name of an advertiser or payer is written so
create table spelling (
  of   varchar not null,        -- advertiser or payer
  num  integer not null,        -- advertiser.num or payer.num
  name varchar not null,
  ads  bigint not null          -- rows that spell it so, over all copies
);

-- table box: an audience, once; ads that aim at the same box share it
create table box (
  id         integer not null,
  key        varchar not null,  -- hash of the canonical form
  expr       varchar not null,  -- in the language of the box
  criteria   smallint not null, -- conditions joined by and, exclusions counted as one each
  exclusions smallint not null, -- excluded facts
  hidden     boolean not null,  -- some part is undisclosed
  size_lo    bigint,            -- people in the published box, null if no table covers it
  size_hi    bigint,
  size_why   varchar            -- JSON: people of its countries, years of the counts, a middle value if there is one, reasons for the width or for having no size
);

-- table fact: every fact of a box, for facets and questions
create table fact (
  box      integer not null,
  excluded boolean not null,
  kind     varchar not null,    -- the word of the language: interest, place, ...
  label    varchar not null,    -- as spelled
  folded   varchar not null,    -- for comparing
  written  varchar not null     -- the fact in the language of the box
);

-- table advertiser: a page, account or organisation
create table advertiser (
  num     integer not null,
  id      varchar not null,     -- archive:own id; archive: alone stands for "not stated"
  name    varchar not null,
  archive varchar not null
);

-- table payer: who paid, joined within an archive by folded name
create table payer (
  num     integer not null,
  archive varchar not null,
  name    varchar not null,     -- the most frequent spelling
  folded  varchar not null
);

-- table ad: one entry of an archive, as in the newest copy that has it
create table ad (
  num        integer not null,  -- dense number inside this store
  id         varchar not null,
  archive    varchar not null,
  advertiser integer not null,  -- advertiser.num
  payer      integer,           -- payer.num, null if not disclosed
  country    varchar,
  start_day  date,
  end_day    date,
  start_at   varchar,           -- as the archive gives it, with its precision
  end_at     varchar,
  created_at varchar,
  money_lo   bigint, money_hi bigint, money_open boolean, -- null if not stated
  currency   varchar,
  presumed   boolean not null,  -- the currency is presumed
  views_lo   bigint, views_hi bigint, views_open boolean,
  clicks_lo  bigint, clicks_hi bigint,
  estimate_lo bigint, estimate_hi bigint, estimate_open boolean, -- the platform's own size of the audience
  reached_lo bigint, reached_hi bigint,
  box        integer not null,
  context    varchar,           -- placements, keywords, sites: not part of the box
  texts      smallint not null, -- number of creatives with a text
  text       integer,           -- text.id of the first one
  creative   varchar,           -- key shared by ads with the same picture or film
  type       varchar,
  platforms  varchar,
  links      varchar[],
  marks      varchar[],         -- how the audience was read
  source     integer not null,  -- source.id of the newest copy that has it
  file       varchar not null,  -- inside a bundle, which file
  line       integer not null,  -- 1-based
  hash       bigint not null    -- of the row's content, to see changes
);

-- table ad_was: an ad as in an earlier copy, where the newest copy has it otherwise
create table ad_was as from ad limit 0;

-- table text: a creative's words, once
create table text (
  id          integer not null,
  body        varchar,
  title       varchar,
  description varchar,
  caption     varchar,
  lang        varchar,
  folded      varchar,          -- of body, for joining equal texts
  hash_hi     bigint not null,  -- of all five, to find a text again
  hash_lo     bigint not null
);

-- table posting: which texts hold a term of full-text search; one row a term and import
create table posting (
  term  varchar not null,       -- folded: no case, no diacritics
  texts blob not null           -- rising text.id, as uvarints of their differences
);

-- table ad_text: which creatives an ad has, in order
create table ad_text (ad integer not null, n smallint not null, text integer not null);

-- table delivered: who saw the ad (never whom it was aimed at)
create table delivered (
  ad      integer not null,
  country varchar, region varchar, age varchar, gender varchar,
  share   double,               -- of 1, when the archive gives shares
  people  bigint                -- accounts, when it gives counts
);

-- table sighting: which copy had which ad, and the content it had then
create table sighting (
  ad integer not null, source integer not null,
  file varchar not null, line integer not null,
  hash bigint not null          -- of what the row says: differs if the ad changed
);

-- table remark: odd things kept as they stand
create table remark (
  ad     integer not null,
  source integer not null,
  kind   varchar not null,      -- a word of the list of remarks
  detail varchar,               -- what the row says, in English
  said   varchar                -- the same as JSON: the English with blanks, then names and values
);

-- table repair: damaged values that a named rule has read
create table repair (
  ad     integer not null,
  source integer not null,
  field  varchar,
  raw    varchar,               -- as it stands in the file
  read   varchar,               -- as it is read
  rule   varchar not null       -- a word of the list of repair rules
);

-- table unread: what a copy holds and the program does not read
create table unread (
  source integer not null,
  file   varchar not null,
  field  varchar not null,      -- a column, or the path of names in JSON with dots between
  filled bigint not null        -- cells that hold something
);

-- table reject: rows that could not be read
create table reject (
  source integer not null,
  file   varchar,
  line   bigint,
  id     varchar,               -- of the ad, if it could be read
  reason varchar not null,      -- a word of the list of reasons
  detail varchar,               -- what is wrong, in English
  said   varchar,               -- the same as JSON: the English with blanks, then names and values
  raw    varchar                -- the row, or its beginning
);

-- table tally: money or counts stated about advertisers, weeks, places, as in the newest copy of a series
create table tally (
  source integer not null, kind varchar not null, archive varchar not null,
  advertiser integer, payer varchar, country varchar, region varchar, election varchar, keyword varchar,
  from_day date, to_day date,
  money_lo bigint, money_hi bigint, money_open boolean, currency varchar,
  ads_lo bigint, ads_hi bigint,
  criterion varchar,            -- to what the ads counted were aimed, in the language of the box
  share double,                 -- of 1: the part of the page's money that went to them
  file varchar, line integer
);

-- table file: the files of a source, with what stands before their first row
create table file (
  source integer not null,
  name   varchar not null,
  header varchar                -- the header row of a CSV file
);

-- table raw: rows as they stand in the file, a zstd block for many of them
create table raw (
  source integer not null, file varchar not null,
  first_line integer not null,  -- of the block's first row
  rows integer not null,
  data blob not null            -- rows, each preceded by its line and length as uvarints
);

-- table population_file: published tables of people, as they were read
create table population_file (
  id        integer not null,
  name      varchar not null,   -- the kind of file: eurostat demo_r_pjangrp3
  title     varchar, publisher varchar, licence varchar, note varchar,
  year      smallint,           -- of the counts that were read, null if the file has none
  years     varchar[],          -- that the file has
  file      varchar not null,
  sha256    varchar not null,
  read_at   timestamp not null, -- UTC
  remarks   varchar[],          -- oddities that were kept or left out, counted
  not_joined varchar[]          -- regions that the place table does not know
);

-- table population: people counted by cell
create table population (
  file   integer not null,      -- population_file.id
  place  varchar not null,      -- path
  code   varchar,               -- the source's own
  age_lo utinyint not null, age_hi utinyint not null, -- both inside; 255: no upper bound
  sex    varchar,               -- female, male, null for both together
  extra  varchar,               -- further joint facts, in the language of the box
  people bigint not null,
  year   smallint not null
);

-- table population_name: what statistical regions are called
create table population_name (file integer not null, code varchar not null, name varchar not null);

-- table population_part: which places lie in which: a postcode in a district
create table population_part (file integer not null, place varchar not null, within varchar not null);
