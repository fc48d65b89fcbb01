-- Who saw a patient's denial in a list: found by the ids in it.
create index read_journal_shown on read_journal using gin (shown) where shown is not null;
