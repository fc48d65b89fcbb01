-- Documents of a claim: what each is in one table, its locked bytes in another. Neither changes; a newer version stands beside the older ones, and what was taken out can be put back.
create table document (
    practice_id     int not null,
    document_id     bigint generated always as identity,
    claim_id        bigint not null,
    denial_id       bigint,                                  -- the denial it was added on; null: on the claim itself
    series_id       bigint not null,                         -- the first version's id: what all versions have in common
    version_no      int not null,
    kind            text not null,                           -- Domain.Documents.DocumentKind
    title           text not null check (length(title) between 1 and 120),
    file_name       text not null check (length(file_name) between 1 and 200),
    media_type      text not null,                           -- told from the bytes
    bytes           int not null check (bytes > 0),
    sha256          bytea not null check (octet_length(sha256) = 32),   -- of the bytes as they came
    added_at        timestamptz not null,
    added_by        uuid,
    added_by_name   text not null,
    withdrawn_at    timestamptz,
    withdrawn_by    uuid,
    withdrawn_by_name text,
    withdrawn_because text,
    primary key (practice_id, document_id),
    unique (practice_id, series_id, version_no),
    foreign key (practice_id, claim_id) references claim (practice_id, claim_id)
);
create index document_claim on document (practice_id, claim_id);

create function document_stays() returns trigger language plpgsql as $$
declare open constant text[] := array['withdrawn_at', 'withdrawn_by', 'withdrawn_by_name', 'withdrawn_because'];
begin
    if tg_op <> 'UPDATE' or to_jsonb(old) - open <> to_jsonb(new) - open then
        raise exception 'a document is kept as it came: it is only taken out or put back' using errcode = 'DD001';
    end if;
    return new;
end $$;
create trigger document_stays before update or delete on document for each row execute function document_stays();
create trigger document_not_emptied before truncate on document for each statement execute function refuse_change();

-- AES-256-GCM under a key of the document's own, which lies beside it locked with the desk's key; that one is in the data folder, never here.
create table document_content (
    practice_id     int not null,
    document_id     bigint not null,
    key_name        text not null,                           -- which desk key locked the document's key
    locked_key      bytea not null,                          -- nonce, tag, key
    content         bytea not null,                          -- nonce, tag, bytes
    primary key (practice_id, document_id),
    foreign key (practice_id, document_id) references document (practice_id, document_id)
);
alter table document_content alter column content set storage external;   -- random bytes: compressing them is wasted work
create trigger document_content_only_grows before update or delete or truncate on document_content for each statement execute function refuse_change();

-- What a denial needs and has not, asked of a department.
create table document_request (
    practice_id     int not null,
    request_id      bigint generated always as identity,
    claim_id        bigint not null,
    denial_id       bigint not null,
    kind            text not null,
    department      text not null check (length(department) between 1 and 60),
    what            text not null check (length(what) between 1 and 500),
    due_on          date not null,                           -- inclusive
    asked_at        timestamptz not null,
    asked_by        uuid,
    asked_by_name   text not null,
    state           text not null default 'open' check (state in ('open', 'answered', 'refused', 'dropped')),
    document_id     bigint,                                  -- what answered it
    words           text not null default '' check (length(words) <= 500),
    settled_at      timestamptz,
    settled_by_name text,
    primary key (practice_id, request_id),
    foreign key (practice_id, denial_id) references denial (practice_id, denial_id)
);
create unique index document_request_one on document_request (practice_id, denial_id, kind) where state = 'open';
create index document_request_due on document_request (due_on, request_id) where state = 'open';
create index document_request_newest on document_request (request_id desc);

-- A document a denial goes without, with who said so and why; ended when it is wanted again.
create table document_waiver (
    practice_id     int not null,
    waiver_id       bigint generated always as identity,
    denial_id       bigint not null,
    kind            text not null,
    reason          text not null check (length(reason) between 1 and 500),
    at              timestamptz not null,
    by_id           uuid,
    by_name         text not null,
    ended_at        timestamptz,
    ended_by_name   text,
    primary key (practice_id, waiver_id),
    foreign key (practice_id, denial_id) references denial (practice_id, denial_id)
);
create unique index document_waiver_one on document_waiver (practice_id, denial_id, kind) where ended_at is null;
