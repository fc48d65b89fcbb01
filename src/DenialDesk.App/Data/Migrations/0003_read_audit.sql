-- Who saw or exported what of patients: beside the journal of changes, so that views do not drown it. Ids only.
create table read_journal (
    read_id         bigint generated always as identity primary key,
    at              timestamptz not null,
    practice_id     int,                                     -- null: a list over practices
    actor_id        uuid,                                    -- null: the desk itself, the command line
    actor_name      text not null,
    action          text not null,                           -- e.g. read.denial, read.queue_exported
    subject_kind    text not null,
    subject_id      text not null,                           -- the id, or for a list how many
    shown           bigint[]                                 -- for a list: the ids in it
);
create index read_journal_subject on read_journal (subject_kind, subject_id, read_id desc);
create index read_journal_actor on read_journal (actor_id, read_id desc);
create trigger read_journal_only_grows before update or delete or truncate on read_journal for each statement execute function refuse_change();
