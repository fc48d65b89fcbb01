-- What the payer said never changes. What the desk decided about it may be decided again, under the journal: those columns and no other. Which answer is a claim's first moves
-- with the order of arrival (0017).
create function refuse_change_but() returns trigger language plpgsql as $$
begin
    if to_jsonb(new) - tg_argv is distinct from to_jsonb(old) - tg_argv then
        raise exception 'rows of % are history: what the payer said is never changed', tg_table_name using errcode = 'DD001';
    end if;
    return new;
end $$;
do $$
declare t text;
begin
    foreach t in array array['remittance', 'adjudication', 'adjustment']
    loop
        execute format('drop trigger if exists %I_only_grows on %I', t, t);
        execute format('create trigger %I_only_grows before delete or truncate on %I for each statement execute function refuse_change()', t, t);
    end loop;
end $$;
create trigger remittance_said before update on remittance for each row execute function refuse_change_but('denials', 'denied_amount');
create trigger adjudication_said before update on adjudication for each row execute function refuse_change_but('kind', 'decision_rule', 'denied_amount', 'is_first_primary');
create trigger adjustment_said before update on adjustment for each row execute function refuse_change_but('carc', 'bucket', 'rule_id', 'category');
