-- What admins decide, as versions that only grow: the desk's own lists (root causes, write-offs), what is known of dealing with a payer, and the days an office is closed.

create table desk_setting (
    name            text not null,                           -- root_causes, write_offs
    version         int not null,
    effective_from  date not null,                           -- inclusive
    body            jsonb not null,
    at              timestamptz not null,
    by_id           uuid,
    by_name         text not null,
    primary key (name, version)
);

create table payer_conduct (
    payer_id        int not null references payer,
    version         int not null,
    body            jsonb not null,                          -- Domain.Payers.PayerConduct
    at              timestamptz not null,
    by_id           uuid,
    by_name         text not null,
    primary key (payer_id, version)
);

create trigger desk_setting_only_grows before update or delete or truncate on desk_setting for each statement execute function refuse_change();
create trigger payer_conduct_only_grows before update or delete or truncate on payer_conduct for each statement execute function refuse_change();

create table practice_closed_day (
    practice_id     int not null references practice,
    day             date not null,
    name            text not null default '' check (length(name) <= 80),
    primary key (practice_id, day)
);
