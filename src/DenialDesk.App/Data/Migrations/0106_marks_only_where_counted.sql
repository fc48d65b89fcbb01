-- The nightly ranking and a change of windows write clocks and ranks, which no roll-up counts; their hundred thousand rows were compared column by column with what they had. Named, the columns
-- keep such a statement away from the trigger altogether.
drop trigger rollup_denial_changed on denial;
create trigger rollup_denial_changed after update of outcome, state, is_open, recovered_amount, written_off_amount, expected_amount, denied_amount, charge, extent, category, lead_carc, lead_rarc,
        department, preventable, hardness, payer_id, denied_on, procedure_codes, adjudication_id on denial for each row
    when ((old.outcome is distinct from new.outcome and (old.outcome = 'not_a_denial' or new.outcome = 'not_a_denial')) or old.state <> new.state and (old.state in ('closed_recovered', 'expired') or new.state in ('closed_recovered', 'expired'))
          or old.is_open <> new.is_open or old.recovered_amount <> new.recovered_amount or old.written_off_amount <> new.written_off_amount
          or old.expected_amount <> new.expected_amount or old.denied_amount <> new.denied_amount or old.charge <> new.charge or old.extent <> new.extent
          or old.category <> new.category or old.lead_carc <> new.lead_carc or old.lead_rarc <> new.lead_rarc or old.department <> new.department
          or old.preventable <> new.preventable or old.hardness <> new.hardness or old.payer_id <> new.payer_id or old.denied_on <> new.denied_on
          or old.procedure_codes <> new.procedure_codes or old.adjudication_id <> new.adjudication_id)
    execute function mark_rollup_change();
