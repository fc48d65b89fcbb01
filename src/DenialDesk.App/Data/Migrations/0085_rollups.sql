-- What every number of the manager's month is read from: first decisions and their denials, counted by month. Raw rows stay the truth; these tables can be dropped
-- and built again at any time (RebuildRollups), and the nightly self-audit holds them against the raw rows. One definition of what counts: domain first decisions
-- of the primary payer (adjudication.is_first_primary) by the month of the remittance; a denial found wrong under changed code rules ('not_a_denial') is none.
-- A payer merged into another counts as that other one when it is read, so that a merge rebuilds nothing here.
-- dimension: 'all' (value ''), or one of 'provider' (rendering NPI), 'place' (facility code, else the payee's NPI), 'procedure' (first three characters of the code
-- and 'xx'), 'rarc' (leading remark; denials only). Never two of them at once: that keeps ten million denials in some hundred thousand rows.
create table rollup_decided (
    practice_id     int not null,
    month           date not null,                           -- its first day
    dimension       text not null,
    value           text not null,
    payer_id        int not null,
    claims          bigint not null,                         -- decided for the first time
    billed          numeric(18,2) not null,
    paid            numeric(18,2) not null,
    denied_full     bigint not null,
    denied_part     bigint not null,
    denied_billed   numeric(18,2) not null,                  -- charges of the denied lines
    denied_amount   numeric(18,2) not null,                  -- what was refused of them
    resolved_first_pass bigint not null,                     -- paid, or the patient's valid share, with no line denied
    timely_filing   bigint not null,                         -- claims with a line refused as too late
    primary key (practice_id, month, dimension, value, payer_id)
);

create table rollup_denied (
    practice_id     int not null,
    month           date not null,
    dimension       text not null,
    value           text not null,
    payer_id        int not null,
    category        text not null,
    carc            text not null,
    department      text not null,
    preventable     text not null,
    hardness        text not null,
    denials         bigint not null,
    denied_amount   numeric(18,2) not null,
    expected        numeric(18,2) not null,
    recovered       numeric(18,2) not null,
    written_off     numeric(18,2) not null,
    open_denials    bigint not null,
    open_amount     numeric(18,2) not null,                  -- refused and not yet recovered, of the open ones
    expired         bigint not null,
    overturned      bigint not null,                         -- closed because the payer paid
    repeat_denials  bigint not null,                         -- denied again later by the same payer
    primary key (practice_id, month, dimension, value, payer_id, category, carc, department, preventable, hardness)
);

-- When a month was last counted and how much it held; a month without a row was never counted.
create table rollup_built (
    practice_id     int not null,
    month           date not null,
    built_at        timestamptz not null,
    claims          bigint not null,
    denials         bigint not null,
    build_ms        int not null,
    primary key (practice_id, month)
);

-- Months touched since they were counted, one row a transaction that touched them. No key on purpose: two imports must never wait for each other's mark.
create table rollup_stale (
    practice_id     int not null,
    month           date not null
);

-- One mark a transaction, practice and month: the transaction remembers which it made, so that a file that closes ten thousand denials writes one row.
create function mark_rollup(practice int, day date) returns void language plpgsql as $$
declare
    told text := coalesce(current_setting('desk.rollup_marked', true), '');
    mark text := ',' || practice || ':' || to_char(day, 'YYYYMM');
begin
    if day is null or position(mark || ',' in told || ',') > 0 then return; end if;
    insert into public.rollup_stale values (practice, date_trunc('month', day)::date);
    perform set_config('desk.rollup_marked', told || mark, true);
end $$;

create function mark_rollup_remittance() returns trigger language plpgsql as $$
begin
    perform mark_rollup(practice_id, remit_date) from (select distinct practice_id, date_trunc('month', remit_date)::date as remit_date from written) w;
    return null;
end $$;
create trigger rollup_remittance after insert on remittance referencing new table as written for each statement execute function mark_rollup_remittance();

-- New denials: their own months, and the months of earlier ones of the same claims, which are now denied again. By denial_claim.
create function mark_rollup_denials() returns trigger language plpgsql as $$
begin
    perform mark_rollup(practice_id, month) from (
        select practice_id, date_trunc('month', denied_on)::date as month from written
        union
        select e.practice_id, date_trunc('month', e.denied_on)::date from written w join public.denial e on e.practice_id = w.practice_id and e.claim_id = w.claim_id and e.denial_id <> w.denial_id) m;
    return null;
end $$;
create trigger rollup_denials after insert on denial referencing new table as written for each statement execute function mark_rollup_denials();

-- A changed row marks only when something counted has changed: the nightly ranking rewrites a million rows and marks none.
create function mark_rollup_change() returns trigger language plpgsql as $$
begin
    if tg_table_name = 'adjudication' then
        perform mark_rollup(new.practice_id, new.remit_date);
    elsif tg_op = 'DELETE' then
        perform mark_rollup(old.practice_id, old.denied_on);
    else
        perform mark_rollup(old.practice_id, old.denied_on);
        perform mark_rollup(new.practice_id, new.denied_on);
        if old.outcome is distinct from new.outcome and (old.outcome = 'not_a_denial' or new.outcome = 'not_a_denial') then
            perform mark_rollup(e.practice_id, e.denied_on) from public.denial e where e.practice_id = new.practice_id and e.claim_id = new.claim_id;
        end if;
    end if;
    return null;
end $$;
create trigger rollup_denial_changed after update on denial for each row
    when ((old.outcome is distinct from new.outcome and (old.outcome = 'not_a_denial' or new.outcome = 'not_a_denial')) or old.state <> new.state and (old.state in ('closed_recovered', 'expired') or new.state in ('closed_recovered', 'expired'))
          or old.is_open <> new.is_open or old.recovered_amount <> new.recovered_amount or old.written_off_amount <> new.written_off_amount
          or old.expected_amount <> new.expected_amount or old.denied_amount <> new.denied_amount or old.charge <> new.charge or old.extent <> new.extent
          or old.category <> new.category or old.lead_carc <> new.lead_carc or old.lead_rarc <> new.lead_rarc or old.department <> new.department
          or old.preventable <> new.preventable or old.hardness <> new.hardness or old.payer_id <> new.payer_id or old.denied_on <> new.denied_on
          or old.procedure_codes <> new.procedure_codes or old.adjudication_id <> new.adjudication_id)
    execute function mark_rollup_change();
create trigger rollup_denial_gone after delete on denial for each row execute function mark_rollup_change();
create trigger rollup_adjudication_changed after update on adjudication for each row
    when (old.is_first_primary <> new.is_first_primary or old.kind <> new.kind)
    execute function mark_rollup_change();

-- Lines are decided again only under changed code rules; a line that is not the leading one counts for timely filing too.
create function mark_rollup_line() returns trigger language plpgsql as $$
begin
    perform mark_rollup(d.practice_id, d.denied_on) from public.denial d where d.practice_id = old.practice_id and d.denial_id = old.denial_id;
    return null;
end $$;
create trigger rollup_line_gone after delete on denial_line for each row execute function mark_rollup_line();

-- What is here already waits for its first count.
insert into rollup_stale select distinct practice_id, date_trunc('month', remit_date)::date from adjudication where is_first_primary;
