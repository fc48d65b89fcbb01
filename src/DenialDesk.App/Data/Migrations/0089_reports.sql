-- Reports that make themselves: what page with what filters, how often, for whom; the files that were made, locked; and the mails that tell of them by a link.
create table report_schedule (
    schedule_id     bigint generated always as identity primary key,
    owner_id        uuid not null references identity_users (id),   -- it is made with this person's rights, as they are when it is made
    name            text not null check (length(name) between 1 and 80),
    page            text not null,                           -- ReportSource.Page
    query           text not null check (length(query) <= 1000),    -- filters as in the address
    format          text not null check (format in ('xlsx', 'pdf', 'csv')),
    rhythm          text not null check (rhythm in ('weekly', 'monthly')),
    day             smallint not null check (day between 1 and 28), -- Domain.Reports.ReportCadence
    people          uuid[] not null default '{}',            -- who is told besides the owner
    since           date not null,                           -- days up to it owe nothing
    made_for        date,                                    -- the due day the newest was made for
    paused_at       timestamptz,
    paused_because  text not null default '',
    deleted_at      timestamptz,
    created_at      timestamptz not null,
    version         int not null default 1
);
create index report_schedule_owner on report_schedule (owner_id) where deleted_at is null;

-- AES-256-GCM as documents are: the key of its own lies beside it, locked with the desk's key from the data folder.
create table report_file (
    report_id       bigint generated always as identity primary key,
    schedule_id     bigint not null references report_schedule,
    owner_id        uuid not null,
    name            text not null,
    file_name       text not null,
    format          text not null,
    made_at         timestamptz not null,
    made_for        date,                                    -- null: made by hand
    made_by_name    text not null,
    people          uuid[] not null,
    practices       int[] not null,                          -- whose numbers are in it: only who sees all of them opens it
    bytes           int not null,
    sha256          bytea not null check (octet_length(sha256) = 32),
    key_name        text not null,
    locked_key      bytea not null,
    content         bytea not null
);
alter table report_file alter column content set storage external;
create index report_file_schedule on report_file (schedule_id, report_id desc);
create trigger report_file_only_grows before update or delete or truncate on report_file for each statement execute function refuse_change();
-- The wall between practices, here over several: a file opens only for who sees all of them.
create policy practice_wall on report_file using (practices <@ (select desk_practices()));
alter table report_file enable row level security;

create table report_mail (
    mail_id         bigint generated always as identity primary key,
    report_id       bigint not null references report_file,
    user_id         uuid not null,
    state           text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
    tries           int not null default 0,
    next_at         timestamptz not null,
    sent_at         timestamptz,
    problem         text not null default ''
);
create index report_mail_report on report_mail (report_id);
create index report_mail_waiting on report_mail (next_at) where state = 'waiting';
