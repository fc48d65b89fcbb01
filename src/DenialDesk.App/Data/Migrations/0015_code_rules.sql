-- Rules of a site over the shipped code tables, in sets: a draft affects nothing; an applied set is history and holds until a later one takes over.

create table code_rule_set (
    set_id          bigint generated always as identity primary key,
    reason          text not null check (length(reason) between 3 and 2000),
    state           text not null default 'draft' check (state in ('draft', 'applied', 'dropped')),
    created_at      timestamptz not null,
    created_by      uuid,
    created_name    text not null,
    applied_no      int unique,                              -- the order in which sets came into force, from 1
    applied_at      timestamptz,
    applied_name    text,
    version         int not null default 1,                  -- grows with every change of the draft
    check ((state = 'applied') = (applied_no is not null))
);

create table code_rule (
    set_id          bigint not null references code_rule_set,
    rule_id         bigint generated always as identity,
    kind            text not null check (kind in ('carc', 'group', 'pair', 'rarc')),
    carc            text not null,
    other           text not null,
    effective_from  date not null,                           -- first remittance date, inclusive
    means           text not null,
    category        text,
    hardness        text,
    preventable     text,
    primary key (set_id, rule_id),
    unique (set_id, kind, carc, other)
);

create function refuse_change_of_rule() returns trigger language plpgsql as $$
begin
    if (select s.state from code_rule_set s where s.set_id = coalesce(old.set_id, new.set_id)) <> 'draft' then
        raise exception 'rules in force are history: make a new draft' using errcode = 'DD001';
    end if;
    return coalesce(new, old);
end $$;
create trigger code_rule_stays before insert or update or delete on code_rule for each row execute function refuse_change_of_rule();

-- What a set would change, worked out in shadow: asked, counted, and row by row.
create table code_preview (
    preview_id      bigint generated always as identity primary key,
    set_id          bigint not null references code_rule_set,
    set_version     int not null,
    state           text not null default 'running' check (state in ('running', 'done', 'failed')),
    percent         int not null default 0,
    asked_at        timestamptz not null,
    asked_name      text not null,
    finished_at     timestamptz,
    files           bigint[],                                -- null: all
    date_from       date,
    date_to         date,
    claims          int not null default 0,                  -- answers decided again
    buckets         int not null default 0,                  -- answers whose money moves between buckets
    digest          bytea
);
create index code_preview_newest on code_preview (set_id, preview_id desc);

create table code_preview_row (
    preview_id      bigint not null,                         -- of code_preview; no foreign key, its check would wait for the progress being noted there
    row_no          int not null,
    practice_id     int not null,
    adjudication_id bigint not null,
    denial_id       bigint,                                  -- null: it would be new
    account         text not null,
    payer_id        int not null,
    denied_on       date not null,
    kinds           text[] not null,                         -- opens, closes, category, deadline, rank, state, other, kept
    why             text,                                    -- why a person's denial stays
    old_denied      numeric(14,2),
    new_denied      numeric(14,2),
    old_category    text,
    new_category    text,
    old_codes       text,
    new_codes       text,
    old_due         date,
    new_due         date,
    old_state       text,
    new_state       text,
    old_score       numeric(14,4),
    new_score       numeric(14,4),
    primary key (preview_id, row_no)
);

-- The same for a row of a shadow table, which is of another type than denial.
create function denial_work(d anyelement) returns jsonb language plpgsql immutable as $$
begin
    return jsonb_build_object(
        'state', d.state, 'is_open', d.is_open, 'assigned_to', d.assigned_to, 'assigned_at', d.assigned_at, 'first_worked_at', d.first_worked_at,
        'waiting_since', d.waiting_since, 'outcome', d.outcome, 'outcome_reason', d.outcome_reason, 'recovered_amount', d.recovered_amount,
        'written_off_amount', d.written_off_amount, 'closed_at', d.closed_at);
end $$;
