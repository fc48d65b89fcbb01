-- The way that was decided for a denial, with what was shown and which stops were lifted; added and never changed, the newest holds.
create table denial_decision (
    practice_id     int not null,
    denial_id       bigint not null,
    decision_id     bigint generated always as identity,
    at              timestamptz not null,
    actor_id        uuid,
    actor_name      text not null,
    path            text not null check (path in ('correct_resubmit', 'appeal', 'next_payer', 'patient', 'write_off', 'wait', 'call')), -- Domain.Denials.WorkPath
    recommended     text not null,                           -- what the guard recommended then
    reasons         text[] not null,                         -- the sentences that were shown
    lifted          text[] not null default '{}',            -- codes of the stops this decision goes past
    reason          text not null default '',                -- the person's words
    by_step         boolean not null,                        -- taken along with a step, not on its own
    command_id      uuid,
    primary key (practice_id, denial_id, decision_id),
    foreign key (practice_id, denial_id) references denial (practice_id, denial_id)
);
create trigger denial_decision_only_grows before update or delete or truncate on denial_decision for each statement execute function refuse_change();
