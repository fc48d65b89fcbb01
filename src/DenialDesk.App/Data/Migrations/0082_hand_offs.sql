-- Denials closed to the patient or to the next payer, and which of them were taken over into the practice-management system.
create table hand_off_batch (
    batch_id        uuid primary key,                        -- the command that made it
    kind            text not null check (kind in ('patient', 'next_payer')),
    rows            int not null,
    amount          numeric(14,2) not null,
    made_at         timestamptz not null,
    made_by         uuid,
    made_name       text not null
);
create table hand_off (
    practice_id     int not null,
    denial_id       bigint not null,
    closed_at       timestamptz not null,                    -- the closing that was handed over: closed again later, it is handed over again
    batch_id        uuid not null references hand_off_batch,
    position        int not null,
    primary key (practice_id, denial_id, closed_at),
    foreign key (practice_id, denial_id) references denial (practice_id, denial_id)
);
create index hand_off_of_batch on hand_off (batch_id, position);
create index denial_handed on denial (closed_at desc, denial_id desc) where state in ('closed_patient', 'closed_next_payer');
create trigger hand_off_only_grows before update or delete or truncate on hand_off for each statement execute function refuse_change();
