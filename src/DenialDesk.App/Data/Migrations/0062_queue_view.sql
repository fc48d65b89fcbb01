-- Queues people come back to: a name for filters, columns and grouping, as they stand in the address (never a search text). A deleted one can be brought back.
create table queue_view (
    view_id         bigint generated always as identity primary key,
    owner_id        uuid not null references identity_users (id) on delete cascade,
    name            text not null check (length(name) between 1 and 60),
    query           text not null check (length(query) <= 1000),
    shared          boolean not null default false,
    version         int not null default 1,
    deleted_at      timestamptz
);
create unique index queue_view_name on queue_view (owner_id, lower(name)) where deleted_at is null;
create index queue_view_shared on queue_view (name) where shared and deleted_at is null;

-- The columns a person looks at when the address names none.
create table queue_columns (
    user_id         uuid primary key references identity_users (id) on delete cascade,
    columns         text not null check (length(columns) <= 200)
);
