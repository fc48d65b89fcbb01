-- When to look again at what was sent. One open follow-up a denial; those done stay with what came of them.
create table follow_up (
    practice_id     int not null,
    follow_up_id    bigint generated always as identity,
    denial_id       bigint not null,
    due_on          date not null,
    kind            text not null,                           -- Domain.FollowUps.FollowUpKind
    note            text not null default '' check (length(note) <= 500),   -- how the day came about, or a person's words
    owner_id        uuid,                                    -- null: whoever has the denial
    sent_on         date,                                    -- the day of what it asks about; null: a person's own reminder
    sent_kind       text,                                    -- Domain.FollowUps.SentKind
    misses          int not null default 0,                  -- answers that were due and did not come, in a row
    made_at         timestamptz not null,
    made_by         uuid,
    made_by_name    text not null,
    done_at         timestamptz,
    done_by         uuid,
    done_by_name    text,
    outcome         text,                                    -- a call's result, or why it fell away
    told_lead_at    timestamptz,                             -- the lead was told of two misses
    primary key (practice_id, follow_up_id),
    foreign key (practice_id, denial_id) references denial (practice_id, denial_id)
);
create unique index follow_up_open on follow_up (practice_id, denial_id) where done_at is null;
create index follow_up_due on follow_up (due_on, follow_up_id) where done_at is null;
create index follow_up_denial on follow_up (practice_id, denial_id, follow_up_id);

-- Calls to payers, as they were. One telephone call about many claims has a row each and one batch.
create table call_log (
    practice_id     int not null,
    call_id         bigint generated always as identity,
    denial_id       bigint not null,
    follow_up_id    bigint,                                  -- the follow-up it settled
    batch_id        uuid,
    called_on       date not null,
    at              timestamptz not null,
    author_id       uuid,
    author_name     text not null,
    phone           text not null default '' check (length(phone) <= 40),
    spoke_to        text not null default '' check (length(spoke_to) <= 80),
    reference       text not null default '' check (length(reference) <= 80),
    result          text not null,                           -- Domain.FollowUps.CallResult
    said            text not null default '' check (length(said) <= 2000),
    answer_by       date,                                    -- what was promised, inclusive
    next_on         date,                                    -- when to look again
    primary key (practice_id, call_id),
    foreign key (practice_id, denial_id) references denial (practice_id, denial_id)
);
create index call_log_denial on call_log (practice_id, denial_id, call_id desc);
create trigger call_log_only_grows before update or delete or truncate on call_log for each statement execute function refuse_change();

alter table notice drop constraint notice_flag_check;
alter table notice add constraint notice_flag_check check (flag in ('14', '7', '3', '1', '0', 'overdue', 'expired', 'silent'));

-- How long payers took to answer what was sent: few rows, only those that had been sent.
create index denial_answered on denial (practice_id, payer_id, closed_at) where waiting_since is not null and not is_open;
create index denial_waits on denial (practice_id, denial_id) where state = 'waiting';
