-- Tables that live as long as an import: what it is, the ads that the store has
-- from other copies, the ads whose id has two contents, the copies of other
-- extractions, and spellings.
CREATE OR REPLACE TEMP TABLE importing (source integer, first_ad integer, first_box integer, first_text integer, first_advertiser integer, first_payer integer);
CREATE OR REPLACE TEMP TABLE ad_in AS FROM ad LIMIT 0;
CREATE OR REPLACE TEMP TABLE ad_text_in AS FROM ad_text LIMIT 0;
CREATE OR REPLACE TEMP TABLE delivered_in AS FROM delivered LIMIT 0;
CREATE OR REPLACE TEMP TABLE spelling_in AS FROM spelling LIMIT 0;
CREATE OR REPLACE TEMP TABLE clash (num integer);
CREATE OR REPLACE TEMP TABLE rival (source integer);
