-- Work that is put off, passed on or passed over. The denial carries what the queue filters by; the history keeps who, when and why.
alter table denial add column snoozed_until date;           -- the practice's day on which it is back; out of the queue before it, but never beyond its last safe day
alter table denial add column snooze_reason text;
alter table denial add column escalated_by uuid;            -- who asked a lead; given back to them
create index denial_snoozed on denial (snoozed_until) where is_open and snoozed_until is not null;
create index denial_escalated on denial (practice_id, denial_id) where is_open and escalated_by is not null;

create or replace function denial_work(d denial) returns jsonb language sql immutable as $$
    select jsonb_build_object(
        'state', d.state, 'is_open', d.is_open, 'assigned_to', d.assigned_to, 'assigned_at', d.assigned_at, 'first_worked_at', d.first_worked_at,
        'waiting_since', d.waiting_since, 'outcome', d.outcome, 'outcome_reason', d.outcome_reason, 'recovered_amount', d.recovered_amount,
        'written_off_amount', d.written_off_amount, 'closed_at', d.closed_at,
        'snoozed_until', d.snoozed_until, 'snooze_reason', d.snooze_reason, 'escalated_by', d.escalated_by)
$$;
create or replace function denial_work(d anyelement) returns jsonb language plpgsql immutable as $$
begin
    return jsonb_build_object(
        'state', d.state, 'is_open', d.is_open, 'assigned_to', d.assigned_to, 'assigned_at', d.assigned_at, 'first_worked_at', d.first_worked_at,
        'waiting_since', d.waiting_since, 'outcome', d.outcome, 'outcome_reason', d.outcome_reason, 'recovered_amount', d.recovered_amount,
        'written_off_amount', d.written_off_amount, 'closed_at', d.closed_at,
        'snoozed_until', d.snoozed_until, 'snooze_reason', d.snooze_reason, 'escalated_by', d.escalated_by);
end $$;

-- Who has a denial open to work on it. The token grows with every change of person and the row stays when it ends, so that a page that slept through a take-over is known by its old one.
create sequence denial_lease_token;
create table denial_lease (
    practice_id     int not null,
    denial_id       bigint not null,
    token           bigint not null,
    user_id         uuid not null,
    user_name       text not null,
    since           timestamptz not null,
    until           timestamptz not null,                    -- renewed while the page lives
    primary key (practice_id, denial_id),
    foreign key (practice_id, denial_id) references denial (practice_id, denial_id)
);

-- What a person passed over and why: not offered to them again that day, and counted for the leads.
create table denial_skip (
    practice_id     int not null,
    skip_id         bigint generated always as identity,
    denial_id       bigint not null,
    user_id         uuid not null,
    user_name       text not null,
    day             date not null,                           -- the practice's
    at              timestamptz not null,
    reason          text not null check (reason in ('waiting_on_somebody', 'not_my_skill', 'missing_information', 'wrong_rank', 'other')),
    words           text,
    primary key (practice_id, skip_id),
    foreign key (practice_id, denial_id) references denial (practice_id, denial_id)
);
create index denial_skip_today on denial_skip (user_id, day, practice_id, denial_id);
create index denial_skip_day on denial_skip (day);
