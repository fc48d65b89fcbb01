-- Secret addresses of people's calendars. Only a hash of the secret is kept; one lives a person.
create table calendar_feed (
    feed_id         bigint generated always as identity primary key,
    user_id         uuid not null,
    secret_hash     bytea not null unique check (octet_length(secret_hash) = 32),
    made_at         timestamptz not null,
    revoked_at      timestamptz,
    last_read_at    timestamptz
);
create unique index calendar_feed_person on calendar_feed (user_id) where revoked_at is null;
