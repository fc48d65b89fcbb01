-- The last wall between practices: row-level security for the role that works for people who may see some practices only (DeskSource). The desk itself is the
-- owner of the tables and not held by it; jobs, imports and the duties of the whole desk work as the owner.
create function desk_practices() returns int[] language sql stable as $$
    select string_to_array(current_setting('desk.practices', true), ',')::int[]
$$;

-- Run after the migrations of every start: each table with a practice_id has its policy, whoever made the table. Without the setting a session sees nothing.
create function raise_practice_walls() returns void language plpgsql as $$
declare t record;
begin
    if not exists (select 1 from pg_roles where rolname = 'denialdesk_walled') then
        begin
            create role denialdesk_walled nologin;
        exception
            when duplicate_object or unique_violation then null;
            when insufficient_privilege then
                raise warning 'The role denialdesk_walled is missing and may not be made by %: nobody who sees some practices only can work until a database administrator runs: create role denialdesk_walled nologin; grant denialdesk_walled to %', current_user, current_user;
                return;
        end;
    end if;
    if not pg_has_role(current_user, 'denialdesk_walled', 'member') then execute format('grant denialdesk_walled to %I', current_user); end if;

    for t in
        select c.oid, c.relname, a.attnotnull as is_set, exists (select 1 from pg_policy p where p.polrelid = c.oid and p.polname = 'practice_wall') as walled
        from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'practice_id' and not a.attisdropped
        where c.relkind = 'r'
    loop
        if not t.walled then
            execute format('create policy practice_wall on %I using (%s practice_id = any ((select desk_practices())::int[]))', t.relname, case when t.is_set then '' else 'practice_id is null or' end);
            execute format('alter table %I enable row level security', t.relname);
        end if;
    end loop;

    for t in
        select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
        where case when c.relkind = 'r' and c.relname not in ('data_protection_keys', 'schema_version') then not has_table_privilege('denialdesk_walled', c.oid, 'delete') else false end
    loop
        execute format('grant select, insert, update, delete on %I to denialdesk_walled', t.relname);
    end loop;
    for t in
        select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
        where case when c.relkind = 'S' then not has_sequence_privilege('denialdesk_walled', c.oid, 'usage') else false end
    loop
        execute format('grant usage, select on sequence %I to denialdesk_walled', t.relname);
    end loop;
end $$;
