-- Claim files and answers that wait are listed in quarantine beside remittances; those that waited before get their rows.
insert into held_transaction (file_id, ordinal, held_at, cause, problem_offset)
select t.file_id, t.ordinal, f.received_at, 'other', t.byte_offset
from file_transaction t join inbound_file f using (file_id)
where t.state = 'quarantined' and not exists (select 1 from held_transaction h where h.file_id = t.file_id and h.ordinal = t.ordinal);
