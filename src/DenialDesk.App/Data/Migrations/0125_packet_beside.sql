-- What goes out beside a packet, so that it is held against the payer's channel again when the appeal is made ready.
alter table appeal_packet add column beside jsonb not null default '[]';
