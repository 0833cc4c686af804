CREATE OR REPLACE TEMP TABLE size_in (box integer, lo bigint, hi bigint, why varchar);
