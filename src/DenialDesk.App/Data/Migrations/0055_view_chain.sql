-- The journal of views is chained as the journal is, but in batches: views come by the second, and nobody who opens a denial may wait for one head row.
-- A job seals what was written since the last seal (ViewSeals); until then, about a minute, a view stands in an unsealed tail that the verifier counts.
create table read_seal (
    seal_no         bigint primary key,                      -- 1, 2, 3 ... without a gap
    after_id        bigint not null,                         -- exclusive: the last view of the seal before
    last_id         bigint not null,                         -- inclusive
    entries         int not null,
    content         bytea not null,                          -- SHA-256 over the hashes of its views, in their order
    hash            bytea not null                           -- SHA-256 over the seal before, the numbers, the count and the content
);
create table read_head (
    one             boolean primary key default true check (one),
    seal_no         bigint not null,
    last_id         bigint not null,
    hash            bytea not null
);
insert into read_head (seal_no, last_id, hash) values (0, 0, '\x');

create function read_entry_hash(r read_journal) returns bytea language sql immutable as $$
    select sha256(convert_to(jsonb_build_array(
        r.read_id, to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), r.practice_id, r.actor_id, r.actor_name, r.action, r.subject_kind, r.subject_id, r.shown)::text, 'UTF8'))
$$;
create function read_content(after_id bigint, last_id bigint) returns bytea language sql stable as $$
    select sha256(string_agg(read_entry_hash(r), ''::bytea order by r.read_id)) from read_journal r where r.read_id > $1 and r.read_id <= $2
$$;
create function read_seal_hash(before bytea, no bigint, after_id bigint, last_id bigint, entries int, content bytea) returns bytea language sql immutable as $$
    select sha256(before || int8send(no) || int8send(after_id) || int8send(last_id) || int4send(entries) || content)
$$;

-- Seals the views up to a number, at most so many a seal; the caller makes sure that no view with a lower number is still being written.
create function seal_views(up_to bigint, most int) returns bigint language plpgsql as $$
declare head read_head; told bytea; n int; till bigint; done bigint := 0;
begin
    select * into strict head from read_head for update;
    loop
        select max(b.read_id), count(*) into till, n from (select r.read_id from read_journal r where r.read_id > head.last_id and r.read_id <= up_to order by r.read_id limit most) b;
        exit when n = 0;
        told := read_content(head.last_id, till);
        head.hash := read_seal_hash(head.hash, head.seal_no + 1, head.last_id, till, n, told);
        insert into read_seal values (head.seal_no + 1, head.last_id, till, n, told, head.hash);
        head.seal_no := head.seal_no + 1;
        head.last_id := till;
        done := done + n;
    end loop;
    update read_head set seal_no = head.seal_no, last_id = head.last_id, hash = head.hash;
    return done;
end $$;

-- What was seen before there was a chain is sealed as it stands.
select seal_views(coalesce((select max(read_id) from read_journal), 0), 5000);
create trigger read_seal_only_grows before update or delete or truncate on read_seal for each statement execute function refuse_change();
