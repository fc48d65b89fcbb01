-- The numbers that are counted by other dates than the remittance's: appeals by decision, work by its day, money by closing, collection by service. One row a
-- practice, month, number, payer and bucket (days, age or horizon, as NumberRows says); built whole for a practice by the job, from the same statement that
-- lists the rows behind a number.
create table rollup_number (
    practice_id     int not null,
    month           date not null,
    kpi             text not null,                           -- Domain.Numbers.KpiDefinition.Key
    payer_id        int not null,                            -- 0: not known yet
    bucket          int not null,
    part            numeric(20,4) not null,
    whole           numeric(20,4) not null,
    seen            bigint not null,
    primary key (practice_id, month, kpi, payer_id, bucket)
);

create table rollup_number_built (
    practice_id     int primary key references practice,
    built_at        timestamptz not null,
    build_ms        int not null,
    high_dollar     numeric(14,2)                            -- nine in ten denials of two years were expected to pay less
);

-- A month as it stood when it was frozen. What arrives later changes the number of the day and never these rows; the page shows the difference as a restatement.
create table number_snapshot (
    practice_id     int not null references practice,
    month           date not null,                           -- its first day
    frozen_on       date not null,                           -- the practice's day
    frozen_at       timestamptz not null,
    primary key (practice_id, month)
);

create table number_frozen (
    practice_id     int not null,
    month           date not null,
    kpi             text not null,
    payer_id        int not null,
    bucket          int not null,
    part            numeric(20,4) not null,
    whole           numeric(20,4) not null,
    seen            bigint not null,
    primary key (practice_id, month, kpi, payer_id, bucket),
    foreign key (practice_id, month) references number_snapshot (practice_id, month)
);
create trigger number_snapshot_only_grows before update or delete or truncate on number_snapshot for each statement execute function refuse_change();
create trigger number_frozen_only_grows before update or delete or truncate on number_frozen for each statement execute function refuse_change();
