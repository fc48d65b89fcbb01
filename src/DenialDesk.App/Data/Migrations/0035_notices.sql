-- What a person is told about deadlines. One a person, denial, deadline and mark, written with the mark itself.
create table notice (
    practice_id     int not null,
    notice_id       bigint generated always as identity,
    user_id         uuid not null,
    denial_id       bigint not null,
    due_on          date not null,
    flag            text not null check (flag in ('14', '7', '3', '1', '0', 'overdue', 'expired')),
    told_as         text not null check (told_as in ('owner', 'lead', 'manager')),
    at              timestamptz not null,
    read_at         timestamptz,
    primary key (practice_id, notice_id),
    unique (practice_id, denial_id, due_on, flag, user_id),
    foreign key (practice_id, denial_id) references denial (practice_id, denial_id)
);
create index notice_person on notice (user_id, notice_id desc);
create index notice_unread on notice (user_id) where read_at is null;
