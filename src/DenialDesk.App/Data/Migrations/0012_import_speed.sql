-- A foreign key checked row by row costs an import four times what its rows cost (measured: bench import). The writer makes both ends of these in one
-- transaction, and PostedRows proves it for the whole file at once before the commit; claim -> file and denial -> claim stay.
alter table claim drop constraint claim_practice_id_fkey;
alter table adjudication drop constraint adjudication_practice_id_claim_id_fkey;
alter table adjudication drop constraint adjudication_practice_id_remittance_id_fkey;
alter table denial drop constraint denial_practice_id_adjudication_id_fkey;
alter table denial drop constraint denial_payer_id_fkey;
alter table denial_line drop constraint denial_line_practice_id_denial_id_fkey;

-- What an hour of the team was worth when the practice was last ranked: one number a practice, not one a denial that grows old.
alter table practice add column hour_price double precision not null default 0;
