-- What the payer said about when it would answer, as somebody heard or read it. The last one counts; none is changed.
create table payer_promise (
    practice_id     int not null,
    denial_id       bigint not null,
    promise_id      bigint generated always as identity,
    at              timestamptz not null,
    author_id       uuid,
    author_name     text not null,
    told_on         date not null,
    answer_by       date not null,                           -- inclusive
    how             text not null check (how in ('call', 'portal', 'letter')),
    reference       text not null default '' check (length(reference) <= 80),
    primary key (practice_id, denial_id, promise_id),
    foreign key (practice_id, denial_id) references denial (practice_id, denial_id)
);
create trigger payer_promise_only_grows before update or delete or truncate on payer_promise for each statement execute function refuse_change();
