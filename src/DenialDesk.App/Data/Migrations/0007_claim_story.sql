-- What the payer's later answers made of each denial, as last told from all its adjudications. It tells an automatic ending from a
-- person's: only the first is changed when an older or newer remittance arrives, and one that a person has undone stays undone.
create table denial_story (
    practice_id     int not null,
    denial_id       bigint not null,
    turn            text not null check (turn in ('stands', 'reversed', 'denied_again', 'recovered')),
    by_adjudication bigint,
    recovered       numeric(14,2) not null default 0,
    line_no         int,                                     -- the paid line of by_adjudication that proves it, 1-based
    told_at         timestamptz not null,
    primary key (practice_id, denial_id),
    foreign key (practice_id, denial_id) references denial (practice_id, denial_id)
);
