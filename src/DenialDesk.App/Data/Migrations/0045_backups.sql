-- What was backed up and what a restore drill found: one row a run, for the health page. The dump itself is never in here.
create table backup_run (
    backup_id       bigint generated always as identity primary key,
    kind            text not null check (kind in ('backup', 'verify', 'drill')),
    started_at      timestamptz not null,
    finished_at     timestamptz not null,
    sound           boolean not null,
    told            text not null,                           -- the result in a sentence, free of patient data
    bytes           bigint,                                  -- of the dump
    tables          int,
    content_rows    bigint,
    journal_seal    bigint,                                  -- where the journal's chain stood
    dump_ms         int,
    restore_ms      int,
    verify_ms       int
);
create index backup_run_newest on backup_run (kind, backup_id desc);
create trigger backup_run_only_grows before update or delete or truncate on backup_run for each statement execute function refuse_change();
