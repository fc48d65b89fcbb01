-- What was laid before a month's review meeting, kept as it was: one a practice and month, all departments in it. Account numbers only, no names.
create table review_pack (
    practice_id     int not null references practice,
    month           date not null check (extract(day from month) = 1),
    body            jsonb not null,                          -- App.Reviews.ReviewPack
    made_at         timestamptz not null,
    made_by         uuid,
    made_name       text not null,
    primary key (practice_id, month)
);
create trigger review_pack_only_grows before update or delete or truncate on review_pack for each statement execute function refuse_change();
