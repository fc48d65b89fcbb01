-- What a change of windows costs is mostly the indexes that follow every rewritten denial. The words a denial is searched by never change with its clock or its
-- rank, so their trigram index, the dearest of all, moves to a narrow table beside it; denial.search stays what is written, the table follows it.
drop index denial_search;
create table denial_search (
    practice_id     int not null,
    denial_id       bigint not null,
    search          text not null,                           -- as denial.search
    primary key (practice_id, denial_id)
);
insert into denial_search select practice_id, denial_id, search from denial;
create index denial_search_words on denial_search using gin (search gin_trgm_ops);

create function note_search() returns trigger language plpgsql as $$
begin
    insert into denial_search select practice_id, denial_id, search from written;
    return null;
end $$;
create trigger denial_search_noted after insert on denial referencing new table as written for each statement execute function note_search();

create function follow_search() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        delete from denial_search where practice_id = old.practice_id and denial_id = old.denial_id;
    else
        update denial_search set search = new.search where practice_id = new.practice_id and denial_id = new.denial_id;
    end if;
    return null;
end $$;
create trigger denial_search_follows after update of search on denial for each row when (old.search <> new.search) execute function follow_search();
create trigger denial_search_leaves after delete on denial for each row execute function follow_search();

-- A hundred thousand moved deadlines are told in entries of a thousand each (subject "denials"): by group, which denials had or got which last day by which rule.
-- These two find the entries of a denial, and of an entry the part that is about one denial.
create function journal_denials(told jsonb) returns bigint[] language sql immutable as $$
    select array(select d::bigint from jsonb_array_elements(told) g, jsonb_array_elements_text(g -> 'denials') d)
$$;
create function journal_about(told jsonb, denial bigint) returns jsonb language sql immutable as $$
    select g - 'denials' from jsonb_array_elements(told) g where g -> 'denials' @> to_jsonb(denial) limit 1
$$;
create index journal_denials on journal using gin (journal_denials(new)) where subject_kind = 'denials';

-- Called immutable, this function was a call a row of the journal; called what it is, it becomes part of the statement that seals. What it returns is the same.
alter function journal_entry_hash(journal) stable;
