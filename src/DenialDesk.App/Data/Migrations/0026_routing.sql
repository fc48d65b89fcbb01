-- Who gets which denial: teams, people's skills, capacity and days off; ordered rules in sets (a draft affects nothing; an applied set is history and holds
-- until a later one takes over); and where each unowned denial was dealt to. A route is a suggestion: only taking or assigning makes an owner.

create table team (
    team_id         int generated always as identity primary key,
    name            text not null check (length(name) between 1 and 60),
    retired_at      timestamptz,
    version         int not null default 1
);
create unique index team_name on team (lower(name)) where retired_at is null;

create table work_profile (
    user_id         uuid primary key references identity_users (id) on delete cascade,
    capacity        int not null check (capacity between 0 and 1000),   -- denials at hand on a working day
    skills          text[] not null default '{}',
    works_on        int[] not null default '{1,2,3,4,5}',               -- days of the week, Sunday is 0
    version         int not null default 1
);
create table team_member (
    team_id         int not null references team,
    user_id         uuid not null references identity_users (id) on delete cascade,
    primary key (team_id, user_id)
);
create index team_member_user on team_member (user_id);
create table day_off (
    user_id         uuid not null references identity_users (id) on delete cascade,
    first_day       date not null,
    last_day        date not null check (last_day >= first_day),
    primary key (user_id, first_day)
);

create table routing_set (
    set_id          bigint generated always as identity primary key,
    reason          text not null default '',
    state           text not null default 'draft' check (state in ('draft', 'applied', 'dropped')),
    created_at      timestamptz not null,
    created_by      uuid,
    created_name    text not null,
    applied_no      int unique,                              -- the order in which sets came into force, from 1
    applied_at      timestamptz,
    applied_name    text,
    version         int not null default 1,
    check ((state = 'applied') = (applied_no is not null))
);
create unique index routing_set_one_draft on routing_set ((true)) where state = 'draft';

create table routing_rule (
    set_id          bigint not null references routing_set,
    position        int not null,
    name            text not null,
    practice_id     int references practice,
    payer_id        int references payer,
    category        text,
    amount_from     numeric(14,2),
    amount_to       numeric(14,2),
    clinical        boolean,
    skill           text,
    to_person       uuid,
    to_team         int references team,
    effective_from  date,
    effective_to    date,
    primary key (set_id, position)
);
create function refuse_change_of_routing() returns trigger language plpgsql as $$
begin
    if (select s.state from routing_set s where s.set_id = coalesce(old.set_id, new.set_id)) <> 'draft' then
        raise exception 'routing rules in force are history: make a new draft' using errcode = 'DD001';
    end if;
    return coalesce(new, old);
end $$;
create trigger routing_rule_stays before insert or update or delete on routing_rule for each row execute function refuse_change_of_routing();

-- The present deal only; what was dealt when is in the journal.
create table denial_route (
    practice_id     int not null,
    denial_id       bigint not null,
    person          uuid not null,
    set_id          bigint not null,
    position        int not null,                            -- the rule that decided
    routed_at       timestamptz not null,
    primary key (practice_id, denial_id)
);
create index denial_route_person on denial_route (person);
