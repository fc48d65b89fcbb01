-- The nightly self-audit: where the desk and the payer's answers, or a stored value and its own rule, do not agree. A finding that is gone
-- at the next run is cleared, never removed; one that comes back is a new row.

create table audit_finding (
    practice_id     int not null references practice,
    finding_id      bigint generated always as identity,
    kind            text not null check (kind in ('closed_still_denied', 'open_but_paid', 'no_acknowledgement', 'denied_again',
                                                  'score_differs', 'deadline_differs', 'total_differs')),
    part            text not null default '',                -- which value, where a kind has several
    denial_id       bigint,                                  -- the denial it is about, or
    remittance_id   bigint,                                  -- the remittance whose total it is
    stored          text not null,
    recomputed      text not null,
    found_at        timestamptz not null,
    seen_at         timestamptz not null,                    -- the last run that found it
    cleared_at      timestamptz,                             -- gone since; null: it stands
    cleared_by      text,                                    -- the run, or the person who had the value worked out again
    accepted_at     timestamptz,                             -- not shown any more, until stored or recomputed changes
    accepted_by     uuid,
    accepted_name   text,
    accepted_reason text check (length(accepted_reason) between 1 and 2000),
    version         int not null default 1,
    primary key (practice_id, finding_id),
    foreign key (practice_id, denial_id) references denial (practice_id, denial_id),
    foreign key (practice_id, remittance_id) references remittance (practice_id, remittance_id),
    check ((denial_id is null) <> (remittance_id is null)),
    check ((accepted_at is null) = (accepted_reason is null))
);
-- One standing finding a kind, part and row.
create unique index audit_finding_once on audit_finding (practice_id, kind, part, coalesce(denial_id, 0), coalesce(remittance_id, 0)) where cleared_at is null;
-- The page: standing findings, newest first.
create index audit_finding_standing on audit_finding (finding_id desc) include (practice_id, kind) where cleared_at is null;
create index audit_finding_newest on audit_finding (finding_id desc);

create table audit_run (
    practice_id     int not null references practice,
    run_id          bigint generated always as identity,
    started_at      timestamptz not null,
    finished_at     timestamptz not null,
    denials         int not null,                            -- looked at
    remittances     int not null,
    found           int not null,                            -- new in this run
    cleared         int not null,                            -- gone since the run before
    standing        int not null,                            -- after it, without the accepted ones: the target is zero
    primary key (practice_id, run_id)
);
create trigger audit_run_only_grows before update or delete or truncate on audit_run for each statement execute function refuse_change();
