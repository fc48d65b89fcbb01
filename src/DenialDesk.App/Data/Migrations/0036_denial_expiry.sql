-- Denials that ran out with no decision, with everybody who had them. Once a denial and last day: a person who opens one again is not overruled the night after.
create table denial_expiry (
    practice_id     int not null,
    denial_id       bigint not null,
    expiry_id       bigint generated always as identity,
    last_day        date not null,
    last_action     text not null,
    rule_id         text not null,
    rule_version    int not null,
    expired_on      date not null,                           -- the practice's day
    at              timestamptz not null,
    amount          numeric(14,2) not null,
    owners          jsonb not null,                          -- [{id, name, from}], first owner first; empty: nobody ever had it
    primary key (practice_id, expiry_id),
    unique (practice_id, denial_id, last_day),
    foreign key (practice_id, denial_id) references denial (practice_id, denial_id)
);
create index denial_expiry_newest on denial_expiry (expired_on desc, expiry_id desc);
create trigger denial_expiry_only_grows before update or delete or truncate on denial_expiry for each statement execute function refuse_change();
