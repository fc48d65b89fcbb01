-- The journal is chained: what one transaction writes together is sealed at its commit by a hash over every entry and over the seal before it, so that an
-- entry changed, removed, moved or slipped in afterwards no longer fits (VerifyJournal). One head row holds the newest seal; it is locked only while a
-- commit is under way, after every other lock of the transaction, so it cannot take part in a deadlock.
create sequence journal_group_seq;
alter table journal add column group_id bigint not null default nextval('journal_group_seq');
create index journal_group on journal (group_id);

create table journal_seal (
    seal_no         bigint primary key,                      -- 1, 2, 3 ... without a gap, in the order of commits
    group_id        bigint not null unique,
    entries         int not null,
    content         bytea not null,                          -- SHA-256 over the hashes of its entries, in their order
    hash            bytea not null                           -- SHA-256 over the seal before, the number, the count and the content
);
create table journal_head (
    one             boolean primary key default true check (one),
    seal_no         bigint not null,
    hash            bytea not null
);
insert into journal_head (seal_no, hash) values (0, '\x');

-- A JSON array keeps the fields apart whatever they hold; times as UTC text, so that no setting of a session changes the hash.
create function journal_entry_hash(e journal) returns bytea language sql immutable as $$
    select sha256(convert_to(jsonb_build_array(
        e.journal_id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.practice_id, e.actor_id, e.actor_name, e.action, e.subject_kind, e.subject_id,
        e.old, e.new, e.command_id, e.group_id)::text, 'UTF8'))
$$;
create function journal_content(g bigint) returns bytea language sql stable as $$
    select sha256(string_agg(journal_entry_hash(j), ''::bytea order by j.journal_id)) from journal j where j.group_id = g
$$;
create function journal_seal_hash(before bytea, no bigint, entries int, content bytea) returns bytea language sql immutable as $$
    select sha256(before || int8send(no) || int4send(entries) || content)
$$;

create function seal_journal() returns trigger language plpgsql as $$
declare head journal_head; told bytea; n int;
begin
    if exists (select 1 from journal_seal where group_id = new.group_id) then return null; end if;
    select * into strict head from journal_head for update;
    told := journal_content(new.group_id);
    select count(*) into n from journal where group_id = new.group_id;
    head.hash := journal_seal_hash(head.hash, head.seal_no + 1, n, told);
    insert into journal_seal values (head.seal_no + 1, new.group_id, n, told, head.hash);
    update journal_head set seal_no = head.seal_no + 1, hash = head.hash;
    return null;
end $$;

-- What was written before there was a chain is sealed as it stands.
do $$
declare g bigint; no bigint := 0; last bytea := '\x'; told bytea;
begin
    for g in select group_id from journal order by journal_id loop
        no := no + 1;
        told := journal_content(g);
        last := journal_seal_hash(last, no, 1, told);
        insert into journal_seal values (no, g, 1, told, last);
    end loop;
    update journal_head set seal_no = no, hash = last;
end $$;

create constraint trigger journal_sealed after insert on journal deferrable initially deferred for each row execute function seal_journal();
create trigger journal_seal_only_grows before update or delete or truncate on journal_seal for each statement execute function refuse_change();
