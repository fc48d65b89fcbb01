-- Odds are learned down to the procedure family; what was learned before stays known by payer and code, under an empty family.
alter table reversal_history add column family text not null default '';
alter table reversal_history drop constraint reversal_history_pkey;
alter table reversal_history add primary key (practice_id, payer_id, category, carc, family, decided_on);

-- What was predicted of an attempt before the payer decided it, beside what the payer decided. The odds are those of the last ranking before the denial began to wait, so no outcome could be in them.
create table odds_prediction (
    prediction_id   bigint generated always as identity,
    practice_id     int not null references practice,
    denial_id       bigint not null,
    payer_id        int not null references payer,
    category        text not null,
    carc            text not null,
    family          text not null,
    predicted_on    date not null,                           -- the day of the ranking
    decided_on      date not null,                           -- the practice's day of the decision
    odds            numeric(5,4) not null,
    low             numeric(5,4) not null,
    high            numeric(5,4) not null,
    outcome         numeric(5,4) not null,                   -- 1 in full, the paid share, 0 upheld
    withdrawn       boolean not null default false,          -- the step was undone: it counts no more
    primary key (practice_id, prediction_id)
);
create index odds_prediction_decided on odds_prediction (practice_id, decided_on);
create index odds_prediction_denial on odds_prediction (practice_id, denial_id);

-- The share of a day's minutes that due-now denials below the price of an hour may lead with.
alter table practice add column due_now_share numeric(4,3) not null default .100 check (due_now_share between 0 and 1);
