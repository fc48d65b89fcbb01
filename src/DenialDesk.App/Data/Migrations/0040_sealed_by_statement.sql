-- The seal of 0018 hung on every row of the journal: a change of windows that moves a hundred thousand deadlines waited at its commit for as many calls. Now each
-- statement that writes entries notes its group once, and the note is sealed at the commit. What a seal holds, and how it is verified, is unchanged.
drop trigger journal_sealed on journal;

-- Groups of the transaction under way; never a row that others see, because the seal takes it away before the commit.
create table journal_unsealed (
    group_id        bigint primary key
);
create function note_unsealed() returns trigger language plpgsql as $$
begin
    insert into journal_unsealed select distinct group_id from written on conflict do nothing;
    return null;
end $$;
create trigger journal_noted after insert on journal referencing new table as written for each statement execute function note_unsealed();

create function seal_group() returns trigger language plpgsql as $$
declare head journal_head; told bytea; n int;
begin
    if exists (select 1 from journal_seal where group_id = new.group_id) then raise exception 'this group of journal entries is sealed already' using errcode = 'DD001'; end if;
    select * into strict head from journal_head for update;
    told := journal_content(new.group_id);
    select count(*) into n from journal where group_id = new.group_id;
    head.hash := journal_seal_hash(head.hash, head.seal_no + 1, n, told);
    insert into journal_seal values (head.seal_no + 1, new.group_id, n, told, head.hash);
    update journal_head set seal_no = head.seal_no + 1, hash = head.hash;
    delete from journal_unsealed where group_id = new.group_id;
    return null;
end $$;
create constraint trigger journal_sealed after insert on journal_unsealed deferrable initially deferred for each row execute function seal_group();
drop function seal_journal();
