-- The proof of the money: months of remittances are read by day, and what people decided about a provider-level adjustment (PLB) that no
-- rule could place. The payer's own row never changes; the decision stands beside it.

create index remittance_day on remittance (practice_id, remit_date);

create table provider_adjustment_decision (
    practice_id     int not null,
    remittance_id   bigint not null,
    ordinal         int not null,
    state           text not null check (state in ('open', 'settled')),
    note            text not null check (length(note) between 1 and 2000),
    decided_at      timestamptz not null,
    decided_by      uuid,
    decided_name    text not null,
    version         int not null default 1,
    primary key (practice_id, remittance_id, ordinal),
    foreign key (practice_id, remittance_id, ordinal) references provider_adjustment (practice_id, remittance_id, ordinal)
);
