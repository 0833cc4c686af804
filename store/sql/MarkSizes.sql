-- by which method the sizes of all boxes were computed, and how often
INSERT OR REPLACE INTO meta VALUES ('sizes', ?)
