-- The desk's own tables: practices, payers, files, remittances, claims, denials, clocks.
-- Every table that holds a practice's data carries practice_id, first in its key and in every foreign key, so that no row can
-- point into another practice. Money is numeric(14,2). What a payer said (remittance, adjudication, line, adjustment, PLB) and
-- what people did (journal, note, step) only grows: refuse_change() stops UPDATE and DELETE. Rows that people edit have a version.

-- ---------------------------------------------------------------- practices

create table practice (
    practice_id     int generated always as identity primary key,
    name            text not null,
    time_zone       text not null default 'America/New_York',
    state           text,                                   -- two letters, helps choose window rules
    minutes_per_day int not null default 960,               -- the team's working minutes a day, for the price of an hour (domain.md 3.3)
    created_at      timestamptz not null default now(),
    version         int not null default 1
);

-- A practice is recognised by the payee's NPI, then its tax id.
create table practice_identifier (
    kind            text not null check (kind in ('npi', 'tin', 'name')),
    value           text not null,
    practice_id     int not null references practice,
    primary key (kind, value)
);
create index practice_identifier_practice on practice_identifier (practice_id);

-- People without a row here see no practice, unless the user's all_practices is set.
create table practice_member (
    practice_id     int not null references practice,
    user_id         uuid not null,
    primary key (practice_id, user_id)
);

-- ---------------------------------------------------------------- payers (one directory for the installation: no patient data)

create table payer (
    payer_id        int generated always as identity primary key,
    name            text not null,
    family          text,                                   -- UHC, Aetna ... chooses shipped window rules
    lob             text,                                   -- medicare_ffs, ma, medicaid_ffs, commercial ...
    state           text,
    network         text,
    funding         text,
    plan            text,                                   -- the payer key of shipped rules, e.g. BCBSTX
    merged_into     int references payer,
    created_at      timestamptz not null default now(),
    version         int not null default 1
);

create table payer_evidence (
    kind            text not null check (kind in ('trn03', '2u', 'nf', 'n104', 'name')),
    value           text not null,
    payer_id        int not null references payer,
    first_seen_at   timestamptz not null default now(),
    primary key (kind, value)
);
create index payer_evidence_payer on payer_evidence (payer_id);

-- Versions only grow; the rule in force has retired_at null. body is Domain.Deadlines.WindowRule as JSON.
create table window_rule (
    rule_id         text not null,
    rule_version    int not null,
    payer_id        int references payer,                   -- null: shipped rule, chosen by its scope
    action          text not null,
    body            jsonb not null,
    tier            text not null,
    created_at      timestamptz not null default now(),
    created_by      uuid,
    retired_at      timestamptz,
    primary key (rule_id, rule_version)
);
create unique index window_rule_in_force on window_rule (rule_id) where retired_at is null;
create index window_rule_payer on window_rule (payer_id) where retired_at is null;

-- ---------------------------------------------------------------- codes, effective-dated; valid_to is the last day of use

create table carc (
    code            text not null,
    valid_from      date not null,
    valid_to        date,
    short_title     text not null,
    kind            text not null,
    category        text not null,
    department      text not null,
    hardness        text,
    preventable     text not null,
    clinical        boolean not null,
    first_action    text not null,
    notes           text not null default '',
    primary key (code, valid_from)
);

create table carc_rule (
    code            text not null,
    valid_from      date not null default '1995-01-01',
    valid_to        date,
    groups_allowed  text not null default '',
    rarc_required   boolean not null default false,
    scope           text not null default '',
    primary key (code, valid_from)
);

create table rarc (
    code            text not null,
    valid_from      date not null,
    valid_to        date,
    short_title     text not null,
    kind            text not null,
    refines         text not null default '',
    category_hint   text not null default '',
    status          text not null,
    primary key (code, valid_from)
);

create table pair_override (
    carc            text not null,
    rarc            text not null,
    valid_from      date not null,
    valid_to        date,
    category        text not null,
    department      text not null,
    hardness        text,
    first_action    text not null,
    appealable      boolean not null,
    basis           text not null default '',
    note            text not null default '',
    primary key (carc, rarc, valid_from)
);

-- The small lists: group codes, PLB reasons, claim status and its categories.
create table reference_code (
    list            text not null,
    code            text not null,
    valid_from      date not null default '1995-01-01',
    valid_to        date,
    short_title     text not null,
    detail          jsonb not null default '{}',
    primary key (list, code, valid_from)
);

-- ---------------------------------------------------------------- files

create table inbound_file (
    file_id         bigint generated always as identity primary key,
    sha256          bytea not null unique check (octet_length(sha256) = 32),
    name            text not null,
    size_bytes      bigint not null,
    source          text not null check (source in ('upload', 'folder', 'command', 'api', 'demo')),
    received_at     timestamptz not null,
    received_by     uuid,
    kind            text not null default 'unknown',         -- 835, 837, 277, 999, unknown
    state           text not null check (state in ('posted', 'partly_posted', 'already_received', 'quarantined', 'unreadable')),
    posted_at       timestamptz,
    transactions    int not null default 0,
    claims          int not null default 0,
    denials         int not null default 0,
    denied_amount   numeric(14,2) not null default 0,
    problems        int not null default 0,
    import_ms       int not null default 0
);

-- The bytes as they came, cut in pieces of one size and compressed piece by piece, so that any byte range opens without the rest.
create table file_piece (
    file_id         bigint not null references inbound_file,
    first_byte      bigint not null,
    length          int not null,
    content         bytea not null,                          -- brotli
    primary key (file_id, first_byte)
);

-- Arrivals of a file that was already here: nothing else happens, but the arrival is on record.
create table file_arrival (
    file_id         bigint not null references inbound_file,
    arrival_id      bigint generated always as identity,
    arrived_at      timestamptz not null,
    name            text not null,
    source          text not null,
    received_by     uuid,
    primary key (file_id, arrival_id)
);

-- One row a transaction set of a file: what became of it.
create table file_transaction (
    file_id         bigint not null references inbound_file,
    ordinal         int not null,                            -- 1-based in the file
    practice_id     int references practice,
    interchange     int not null,
    function_group  int not null,
    transaction     int not null,
    control_number  text not null,
    first_segment   int not null,
    byte_offset     bigint not null,
    state           text not null check (state in ('posted', 'already_received', 'quarantined', 'skipped')),
    reason          text,                                    -- a sentence, when not posted
    canonical_hash  bytea,
    remittance_id   bigint,                                  -- the remittance it posted, or the one already here
    primary key (file_id, ordinal)
);

create table file_problem (
    file_id         bigint not null references inbound_file,
    ordinal         int not null,
    severity        text not null check (severity in ('note', 'warning', 'rejects')),
    code            text not null,
    interchange     int not null,
    function_group  int not null,
    transaction     int not null,
    segment         int not null,
    byte_offset     bigint not null,
    element         int not null,
    component       int not null,
    sentence        text not null,
    primary key (file_id, ordinal)
);

-- ---------------------------------------------------------------- what payers said

create table remittance (
    practice_id     int not null references practice,
    remittance_id   bigint generated by default as identity,
    file_id         bigint not null references inbound_file,
    file_ordinal    int not null,
    payer_id        int not null references payer,
    canonical_hash  bytea not null,
    trace_number    text not null,
    payer_identifier text not null default '',               -- TRN03
    handling        text not null default '',                -- BPR01
    method          text not null default '',                -- BPR04
    bpr_amount      numeric(14,2),
    payment_date    date,                                    -- BPR16
    production_date date,                                    -- DTM*405
    remit_date      date not null,                           -- payment, else production, else the day it arrived
    payee_npi       text,
    payee_tin       text,
    payer_phone     text,
    claims          int not null,
    lines           int not null,
    charge          numeric(14,2) not null,
    paid            numeric(14,2) not null,
    plb             numeric(14,2) not null,
    denials         int not null,
    denied_amount   numeric(14,2) not null,
    balance_state   text not null check (balance_state in ('balanced', 'unbalanced', 'not_evaluable')),
    difference      numeric(14,2),
    unbalanced_claims int not null default 0,
    posted_at       timestamptz not null,
    primary key (practice_id, remittance_id)
);
create unique index remittance_once on remittance (practice_id, payer_id, canonical_hash);
create index remittance_file on remittance (file_id);
create index remittance_trace on remittance (practice_id, trace_number);

-- One row a patient account number and patient: the thread that later adjudications hang on.
create table claim (
    practice_id     int not null references practice,
    claim_id        bigint generated by default as identity,
    claim_key       text not null,                           -- how the same claim is found again: account number and patient
    patient_control_number text not null,
    patient_last_name  text not null default '',
    patient_first_name text not null default '',
    member_id       text not null default '',
    service_from    date,
    service_to      date,
    created_at      timestamptz not null,
    primary key (practice_id, claim_id),
    unique (practice_id, claim_key)
);
create index claim_account on claim (practice_id, patient_control_number);

-- Foreign keys only to claim and remittance: the writer makes payers and lines in the same transaction, and a check per row costs
-- four times the load itself (performance.md, "Writing to PostgreSQL").
create table adjudication (
    practice_id     int not null,
    adjudication_id bigint generated by default as identity,
    remittance_id   bigint not null,
    position        int not null,                            -- 1-based CLP in its transaction
    claim_id        bigint not null,
    payer_id        int not null,
    remit_date      date not null,
    patient_control_number text not null,
    payer_claim_number text not null default '',
    status_code     text not null,                           -- CLP02
    charge          numeric(14,2),
    paid            numeric(14,2),
    patient_responsibility numeric(14,2),
    filing_indicator text not null default '',
    patient_last_name  text not null default '',
    patient_first_name text not null default '',
    member_id       text not null default '',
    corrected_member_id text not null default '',
    rendering_npi   text not null default '',
    bill_type       text not null default '',
    frequency       text not null default '',
    service_from    date,
    service_to      date,
    received_on     date,                                    -- DTM*050
    coverage_ended  date,                                    -- DTM*036
    remark_codes    text[] not null default '{}',
    crossover_payer text not null default '',
    contact_phone   text not null default '',
    is_first_primary boolean not null,                       -- first adjudication by the primary payer: the denominator of the denial rate
    kind            text not null check (kind in ('paid', 'denied', 'partly_denied', 'zero_pay', 'reversal', 'forwarded', 'predetermination', 'review')),
    decision_rule   text not null,
    denied_amount   numeric(14,2) not null default 0,
    balance_state   text not null,
    difference      numeric(14,2),
    segment         int not null,                            -- ordinal of the CLP in its transaction, ST = 1
    byte_offset     bigint not null,
    byte_length     int not null,
    primary key (practice_id, adjudication_id),
    unique (practice_id, remittance_id, position),
    foreign key (practice_id, claim_id) references claim (practice_id, claim_id),
    -- deferred: the remittance's own row, with its totals, is written after its claims
    foreign key (practice_id, remittance_id) references remittance (practice_id, remittance_id) deferrable initially deferred
);
create index adjudication_claim on adjudication (practice_id, claim_id);
create index adjudication_payer_number on adjudication (practice_id, payer_id, payer_claim_number);
-- The denial rate's denominator, read from the index alone.
create index adjudication_month on adjudication (practice_id, remit_date, payer_id) include (charge) where is_first_primary;

create table service_line (
    practice_id     int not null,
    adjudication_id bigint not null,
    line_no         int not null,                            -- 1-based SVC in its claim
    qualifier       text not null default '',
    procedure_code  text not null default '',
    modifiers       text not null default '',                -- joined by blanks
    submitted_code  text not null default '',                -- SVC06 when different
    revenue_code    text not null default '',
    charge          numeric(14,2),
    paid            numeric(14,2),
    allowed         numeric(14,2),                           -- AMT*B6
    units           numeric(14,3),
    service_from    date,
    service_to      date,
    line_control_number text not null default '',            -- REF*6R, an opaque string
    policy_ids      text[] not null default '{}',            -- REF*0K
    remark_codes    text[] not null default '{}',            -- LQ*HE
    balance_state   text not null,
    segment         int not null,
    byte_offset     bigint not null,
    byte_length     int not null,
    primary key (practice_id, adjudication_id, line_no)
);

create table adjustment (
    practice_id     int not null,
    adjudication_id bigint not null,
    line_no         int not null,                            -- 0: claim level
    ordinal         int not null,                            -- 1-based in its line or claim
    group_code      text not null,
    carc            text not null,
    amount          numeric(14,2),                           -- null: the payer sent something that is not an amount
    quantity        numeric(14,3),
    bucket          text not null check (bucket in ('denial', 'contractual', 'patient', 'cob', 'informational', 'reversal')),
    rule_id         text not null,
    category        text not null default 'none',
    flags           text[] not null default '{}',
    segment         int not null,
    primary key (practice_id, adjudication_id, line_no, ordinal)
);

create table provider_adjustment (                           -- PLB
    practice_id     int not null,
    remittance_id   bigint not null,
    ordinal         int not null,
    provider_id     text not null default '',
    fiscal_date     date,
    reason          text not null,
    reference       text not null default '',
    amount          numeric(14,2),                           -- as sent: positive takes money away
    segment         int not null,
    primary key (practice_id, remittance_id, ordinal),
    foreign key (practice_id, remittance_id) references remittance (practice_id, remittance_id)
);

-- ---------------------------------------------------------------- denials: what billers work

create table denial (
    practice_id     int not null,
    denial_id       bigint generated by default as identity,
    claim_id        bigint not null,
    adjudication_id bigint not null,
    payer_id        int not null references payer,
    state           text not null default 'new',             -- Domain.Denials.DenialState
    is_open         boolean not null default true,           -- somebody still has to do something
    category        text not null,
    department      text not null,
    hardness        text not null,
    preventable     text not null,                           -- yes, maybe, no
    clinical        boolean not null,
    appealable      boolean not null,
    first_action    text not null,
    lead_group      text not null,
    lead_carc       text not null,
    lead_rarc       text not null default '',
    no_appeal_because text,                                  -- the remark that takes the right away
    bill_patient_allowed boolean not null default false,
    patient_protection text[] not null default '{}',         -- remarks that forbid billing the patient
    all_patient_group boolean not null default false,        -- every denied dollar came with group PR
    later_payer_known boolean not null default false,
    flags           text[] not null default '{}',
    extent          text not null check (extent in ('full', 'partial')),
    charge          numeric(14,2) not null,
    denied_amount   numeric(14,2) not null,
    expected_amount numeric(14,2) not null,                  -- what it would pay if reversed
    expected_basis  text not null,
    patient_control_number text not null,
    payer_claim_number text not null default '',
    patient_name    text not null default '',                -- "LAST, FIRST", for the queue row
    service_from    date,
    procedure_codes text not null default '',
    search          text not null,                           -- lower case: account, payer claim number, patient, codes
    denied_on       date not null,                           -- the remittance's date
    found_at        timestamptz not null,
    -- the clock
    clock_action    text not null,
    due_on          date not null,                           -- the last day, inclusive
    last_safe_day   date not null,
    deadline_rule   text not null,
    deadline_rule_version int not null,
    deadline_assumed boolean not null,
    deadline_conflict boolean not null default false,
    deadline_sentence text not null,
    -- the rank
    lane            smallint not null default 0,             -- 1: due now, leads the queue
    score           numeric(14,4) not null default 0,        -- dollars per hour times urgency
    rank_key        bigint not null default 0,               -- lane and score in one sortable number, highest first
    score_parts     jsonb not null default '{}',
    scored_for      date not null,
    -- the work
    assigned_to     uuid,
    assigned_at     timestamptz,
    fence           bigint not null default 0,               -- grows with every change of owner; a write with an old fence is refused
    first_worked_at timestamptz,
    waiting_since   date,
    outcome         text,
    outcome_reason  text,
    recovered_amount numeric(14,2) not null default 0,
    written_off_amount numeric(14,2) not null default 0,
    closed_at       timestamptz,
    version         int not null default 1,
    primary key (practice_id, denial_id),
    unique (practice_id, adjudication_id),                   -- claim x payer x adjudication: once
    foreign key (practice_id, claim_id) references claim (practice_id, claim_id),
    foreign key (practice_id, adjudication_id) references adjudication (practice_id, adjudication_id)
);
-- The queue: one select on the stored rank, keyset on (rank_key desc, due_on, denial_id).
create index denial_queue on denial (rank_key desc, due_on, denial_id) include (practice_id, payer_id, assigned_to, category) where is_open;
create index denial_queue_payer on denial (payer_id, rank_key desc, due_on, denial_id) where is_open;
create index denial_queue_owner on denial (assigned_to, rank_key desc, due_on, denial_id) where is_open;
create index denial_queue_category on denial (category, rank_key desc, due_on, denial_id) where is_open;
create index denial_queue_carc on denial (lead_carc, rank_key desc, due_on, denial_id) where is_open;
create index denial_due on denial (due_on) where is_open;
create index denial_claim on denial (practice_id, claim_id);
create index denial_month on denial (practice_id, denied_on, payer_id);
create extension if not exists pg_trgm;
create index denial_search on denial using gin (search gin_trgm_ops);

create table denial_line (
    practice_id     int not null,
    denial_id       bigint not null,
    line_no         int not null,                            -- 0: claim level
    ordinal         int not null,                            -- the adjustment's ordinal in its line
    group_code      text not null,
    carc            text not null,
    rarc            text not null default '',
    category        text not null,
    rule_id         text not null,
    amount          numeric(14,2) not null,
    primary key (practice_id, denial_id, line_no, ordinal),
    foreign key (practice_id, denial_id) references denial (practice_id, denial_id)
);

create table denial_note (
    practice_id     int not null,
    denial_id       bigint not null,
    note_id         bigint generated always as identity,
    at              timestamptz not null,
    author_id       uuid not null,
    author_name     text not null,
    text            text not null check (length(text) between 1 and 8000),
    primary key (practice_id, denial_id, note_id),
    foreign key (practice_id, denial_id) references denial (practice_id, denial_id)
);

-- The part of a denial that work changes: what a step's before and after hold, and what undo puts back.
create function denial_work(d denial) returns jsonb language sql immutable as $$
    select jsonb_build_object(
        'state', d.state, 'is_open', d.is_open, 'assigned_to', d.assigned_to, 'assigned_at', d.assigned_at, 'first_worked_at', d.first_worked_at,
        'waiting_since', d.waiting_since, 'outcome', d.outcome, 'outcome_reason', d.outcome_reason, 'recovered_amount', d.recovered_amount,
        'written_off_amount', d.written_off_amount, 'closed_at', d.closed_at)
$$;

-- Every step taken on a denial, with the row before and after, so that the last one can be undone. undoes: the step this one took back.
create table denial_step (
    practice_id     int not null,
    denial_id       bigint not null,
    step_id         bigint generated always as identity,
    at              timestamptz not null,
    actor_id        uuid,
    actor_name      text not null,
    step            text not null,
    from_state      text not null,
    to_state        text not null,
    amount          numeric(14,2),
    reason          text,
    note            text,
    before          jsonb not null,
    after           jsonb not null,
    undoes          bigint,
    command_id      uuid,
    primary key (practice_id, denial_id, step_id),
    foreign key (practice_id, denial_id) references denial (practice_id, denial_id)
);
create unique index denial_step_undone_once on denial_step (practice_id, denial_id, undoes) where undoes is not null;

-- Due in 14, 7, 3, 1 days, today, or overdue: each flag once per deadline.
create table deadline_flag (
    practice_id     int not null,
    denial_id       bigint not null,
    due_on          date not null,
    flag            text not null check (flag in ('14', '7', '3', '1', '0', 'overdue')),
    flagged_on      date not null,
    primary key (practice_id, denial_id, due_on, flag),
    foreign key (practice_id, denial_id) references denial (practice_id, denial_id)
);

-- What decided attempts taught, for the reversal odds (domain.md 3.2).
create table reversal_history (
    practice_id     int not null references practice,
    payer_id        int not null references payer,
    category        text not null,
    carc            text not null,
    decided_on      date not null,
    decided         int not null,
    overturned      numeric(14,4) not null,
    primary key (practice_id, payer_id, category, carc, decided_on)
);

-- The payer's paid share of charges on paid lines: turns a denied charge into expected dollars where no allowed amount is known.
create table payer_ratio (
    practice_id     int not null references practice,
    payer_id        int not null references payer,
    charge          numeric(16,2) not null,
    paid            numeric(16,2) not null,
    primary key (practice_id, payer_id)
);

create table job_run (
    run_id          bigint generated always as identity primary key,
    job             text not null,
    cause           text not null default 'timetable' check (cause in ('timetable', 'person', 'command')),
    started_by      uuid,
    started_at      timestamptz not null,
    finished_at     timestamptz,                             -- null: under way
    percent         int,                                     -- of a run under way, when the job can tell
    doing           text,
    done            int,
    error           text
);
create index job_run_newest on job_run (job, run_id desc);

-- The last local day a nightly job was done for a practice: what makes it run once a day whatever the clock does, and catch up after days off.
create table job_day (
    practice_id     int not null references practice,
    job             text not null,
    done_for        date not null,
    primary key (practice_id, job)
);

-- ---------------------------------------------------------------- history only grows

do $$
declare t text;
begin
    foreach t in array array['file_piece', 'file_arrival', 'remittance', 'adjudication', 'service_line', 'adjustment',
                             'provider_adjustment', 'denial_note', 'denial_step']
    loop
        execute format('create trigger %I_only_grows before update or delete or truncate on %I for each statement execute function refuse_change()', t, t);
    end loop;
end $$;
