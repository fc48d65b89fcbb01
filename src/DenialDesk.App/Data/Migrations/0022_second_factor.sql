-- A second proof of who somebody is: an authenticator app, recovery codes for the day the phone is lost, and passkeys.
create table second_factor (
    user_id         uuid primary key references identity_users (id) on delete cascade,
    secret          bytea not null,                          -- sealed by the key ring, whose key lies outside the database
    made_at         timestamptz not null,
    confirmed_at    timestamptz,                             -- null until a first code was right
    last_step       bigint not null default 0                -- the half minute of the last code taken: none is taken twice
);
create table recovery_code (
    user_id         uuid not null references identity_users (id) on delete cascade,
    code_hash       bytea not null,                          -- SHA-256 of a random code of more than 112 bits
    made_at         timestamptz not null,
    used_at         timestamptz,
    primary key (user_id, code_hash)
);
create table identity_user_passkeys (
    credential_id   bytea primary key,
    user_id         uuid not null references identity_users (id) on delete cascade,
    data            jsonb not null                           -- public key, name, counter; nothing in it is secret
);
create index ix_identity_user_passkeys_user_id on identity_user_passkeys (user_id);
