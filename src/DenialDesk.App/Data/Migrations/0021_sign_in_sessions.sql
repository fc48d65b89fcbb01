-- A sign-in is a row here, and the cookie holds only its id: ending the row ends every page and every copy of the cookie.
create table sign_in_session (
    session_id      uuid primary key,
    user_id         uuid not null references identity_users (id) on delete cascade,
    began_at        timestamptz not null,
    last_active_at  timestamptz not null,                    -- the last key, click or page; never a timer's
    method          text not null,                           -- password, code, recovery_code, passkey
    browser         text not null default '',                -- "Firefox on Windows": enough to know it again
    address         text not null default '',
    ended_at        timestamptz,
    ended_by        uuid,                                    -- null: the person's own sign-out or a limit
    end_reason      text
);
create index sign_in_session_user on sign_in_session (user_id, began_at desc);
