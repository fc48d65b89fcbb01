-- Somebody is asked to join: a link that works once, for 72 hours. Only its hash is kept.
create table invitation (
    invitation_id   bigint generated always as identity primary key,
    name            text not null,
    email           text not null,
    role            text not null,
    practice_ids    int[],                                   -- null: every practice
    token_hash      bytea not null unique,
    made_at         timestamptz not null,
    made_by         uuid,
    expires_at      timestamptz not null,
    accepted_at     timestamptz,
    user_id         uuid references identity_users (id) on delete set null,
    revoked_at      timestamptz
);
create unique index invitation_open on invitation (lower(email)) where accepted_at is null and revoked_at is null;
