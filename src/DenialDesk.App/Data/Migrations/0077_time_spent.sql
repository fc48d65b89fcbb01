-- Time spent on denials, measured at the page and not by timers: one row a visit, with what it ended in.
create table time_spent (
    practice_id     int not null,
    spent_id        bigint generated always as identity,
    denial_id       bigint not null,
    user_id         uuid not null,
    action          text not null,                           -- the step it ended in; 'looked' when none
    seconds         int not null check (seconds between 1 and 3600),
    began_at        timestamptz not null,
    ended_at        timestamptz not null,
    primary key (practice_id, spent_id),
    foreign key (practice_id, denial_id) references denial (practice_id, denial_id)
);
create index time_spent_denial on time_spent (practice_id, denial_id);
create index time_spent_person on time_spent (user_id, spent_id desc);
create trigger time_spent_only_grows before update or delete or truncate on time_spent for each statement execute function refuse_change();
