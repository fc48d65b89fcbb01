-- The ways in: archives, the HTTP API, paper remittances entered by hand, and lists of denials.

-- ---------------------------------------------------------------- files that came in an archive

alter table inbound_file
    add column archive_name   text,                          -- what the archive was called; null when the file came by itself
    add column archive_sha256 bytea check (octet_length(archive_sha256) = 32);

alter table inbound_file drop constraint inbound_file_source_check;
alter table inbound_file add constraint inbound_file_source_check
    check (source in ('upload', 'folder', 'command', 'api', 'demo', 'manual', 'csv'));

-- ---------------------------------------------------------------- the HTTP API

create table api_key (
    api_key_id      int generated always as identity primary key,
    name            text not null check (length(name) between 1 and 80),
    hint            text not null,                           -- the first characters, to tell keys apart
    key_hash        bytea not null unique check (octet_length(key_hash) = 32),
    created_at      timestamptz not null,
    created_by      uuid,
    last_used_at    timestamptz,
    revoked_at      timestamptz,
    revoked_by      uuid
);

-- A file that a program handed over: answered at once, taken in by a worker in the order of arrival.
create table received_file (
    received_id     bigint generated always as identity primary key,
    api_key_id      int not null references api_key,
    idempotency_key text,
    sha256          bytea not null check (octet_length(sha256) = 32),
    name            text not null,
    size_bytes      bigint not null,
    received_at     timestamptz not null,
    state           text not null check (state in ('waiting', 'done', 'failed')),
    attempts        int not null default 0,
    not_before      timestamptz not null,
    done_at         timestamptz,
    sentence        text,
    result          jsonb,                                   -- states, totals and problems; no patient data
    unique (api_key_id, idempotency_key)
);

create index received_file_waiting on received_file (received_id) where state = 'waiting';

create table received_piece (
    received_id     bigint not null references received_file,
    first_byte      bigint not null,
    length          int not null,
    content         bytea not null,                          -- brotli; gone once the file is taken in
    primary key (received_id, first_byte)
);

-- ---------------------------------------------------------------- paper remittances

create table manual_draft (
    user_id         uuid primary key,
    content         jsonb not null,
    changed_at      timestamptz not null
);

create table scan (
    scan_id         bigint generated always as identity primary key,
    file_id         bigint references inbound_file,          -- the remittance it shows; null while that is a draft
    user_id         uuid,
    name            text not null,
    content_type    text not null check (content_type in ('application/pdf', 'image/png', 'image/jpeg')),
    size_bytes      bigint not null,
    sha256          bytea not null check (octet_length(sha256) = 32),
    attached_at     timestamptz not null
);

create index scan_file on scan (file_id);

create table scan_piece (
    scan_id         bigint not null references scan,
    first_byte      bigint not null,
    length          int not null,
    content         bytea not null,                          -- brotli
    primary key (scan_id, first_byte)
);

-- ---------------------------------------------------------------- lists of denials

create table csv_mapping (
    source          text primary key check (length(source) between 1 and 80),
    mapping         jsonb not null,
    changed_at      timestamptz not null,
    changed_by      uuid
);

-- Rows already taken in, by the hash of what they say: the same row in a later list is left out.
create table csv_row (
    row_hash        bytea primary key check (octet_length(row_hash) = 32),
    file_id         bigint not null references inbound_file,
    imported_at     timestamptz not null
);
