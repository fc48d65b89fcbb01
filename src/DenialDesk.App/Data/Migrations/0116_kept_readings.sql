-- Pages that add up more than a large practice can be added up while somebody waits (the ninety-day audit, a payer's dossier, a month's review, the forecast, what is open today) are kept as
-- they were read, with the moment; a job reads those that are in use again. A reading that was quick is never kept: small desks always see this moment. Everything here can be thrown away.
create table kept_reading (
    name            text not null,                           -- which page, with what narrows it
    scope           text not null,                           -- the practices it is over; '': the whole desk
    practices       int[],                                   -- the same; null: the whole desk
    day             date not null,                           -- the desk's day it is for
    body            text not null,
    read_at         timestamptz not null,
    took_ms         int not null,
    asked_at        timestamptz not null,
    primary key (name, scope)
);
-- The wall between practices, here over several: a reading opens only for who sees all of them.
create policy practice_wall on kept_reading using (practices <@ (select desk_practices()));
alter table kept_reading enable row level security;
