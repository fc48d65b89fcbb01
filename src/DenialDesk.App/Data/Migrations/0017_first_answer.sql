-- Which answer is a claim's first is not part of what the payer said: it moves when an older remittance is found late (OrderOfArrival). Everything else of an
-- adjudication stays history.
drop trigger if exists adjudication_only_grows on adjudication;
do $$
begin
    execute format(
        'create trigger adjudication_only_grows before delete or truncate or update of %s on adjudication for each statement execute function refuse_change()',
        (select string_agg(quote_ident(attname), ', ') from pg_attribute where attrelid = 'adjudication'::regclass and attnum > 0 and not attisdropped and attname <> 'is_first_primary'));
end $$;
