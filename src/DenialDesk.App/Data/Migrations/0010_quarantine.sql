-- Quarantine: what is needed to show and decide a transaction that waits, what a person decided, and differences a person explained.

alter table inbound_file drop constraint inbound_file_state_check;
alter table inbound_file add constraint inbound_file_state_check
    check (state in ('posted', 'partly_posted', 'already_received', 'quarantined', 'rejected', 'unreadable'));

-- rejected: by a person; resolved: a corrected one came and posted.
alter table file_transaction drop constraint file_transaction_state_check;
alter table file_transaction add constraint file_transaction_state_check
    check (state in ('posted', 'already_received', 'quarantined', 'skipped', 'rejected', 'resolved'));

create table held_transaction (
    file_id         bigint not null,
    ordinal         int not null,
    held_at         timestamptz not null,
    cause           text not null check (cause in ('cut_off', 'unreadable', 'too_large', 'no_practice', 'does_not_balance', 'changed_resend', 'other')),
    payer_id        int references payer,                    -- when it is known already
    payer_name      text not null default '',
    payer_identifier text not null default '',               -- TRN03
    payee_name      text not null default '',
    trace_number    text not null default '',                -- TRN02
    payment_amount  numeric(14,2),                           -- BPR02
    payment_date    date,                                    -- BPR16
    claims          int not null default 0,
    charge          numeric(14,2) not null default 0,
    paid            numeric(14,2) not null default 0,
    plb             numeric(14,2) not null default 0,
    difference      numeric(14,2),                           -- payment less (paid less PLB); null: cannot be worked out
    unbalanced_claims int not null default 0,
    byte_length     bigint not null default 0,
    problem_segment int not null default 0,                  -- ordinal in its transaction, ST = 1; 0: the transaction as a whole
    problem_element int not null default 0,
    problem_offset  bigint not null default 0,               -- byte in the file
    version         int not null default 1,
    decision        text check (decision in ('released', 'released_as_is', 'rejected', 'resolved', 'posted_before')),
    decided_at      timestamptz,
    decided_by      uuid,
    decided_name    text,
    decision_reason text,
    settled_by_file bigint references inbound_file,          -- the file with the remittance that settled it
    primary key (file_id, ordinal),
    foreign key (file_id, ordinal) references file_transaction (file_id, ordinal)
);
create index file_transaction_waiting on file_transaction (file_id desc, ordinal) where state = 'quarantined';
create index held_transaction_trace on held_transaction (upper(trace_number));

insert into held_transaction (file_id, ordinal, held_at, cause, problem_offset)
select t.file_id, t.ordinal, f.received_at,
       case when t.reason like 'Entered by hand%' then 'does_not_balance' when t.reason like '%which practice is paid%' then 'no_practice'
            when t.reason like '%may be missing%' then 'cut_off' else 'other' end, t.byte_offset
from file_transaction t join inbound_file f using (file_id) where t.state = 'quarantined';

-- Why a remittance that does not add up was posted all the same: the certificate shows it beside the difference.
create table explained_difference (
    practice_id     int not null,
    remittance_id   bigint not null,
    amount          numeric(14,2),                           -- stated minus computed; null: cannot be worked out
    reason          text not null check (length(reason) between 1 and 2000),
    explained_at    timestamptz not null,
    explained_by    uuid,
    explained_name  text not null,
    primary key (practice_id, remittance_id),
    foreign key (practice_id, remittance_id) references remittance (practice_id, remittance_id)
);
create trigger explained_difference_only_grows before update or delete or truncate on explained_difference for each statement execute function refuse_change();
