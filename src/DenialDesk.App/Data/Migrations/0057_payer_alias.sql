-- What a payer is called in files can be typed in before a file says it; only what was typed can be taken back.
alter table payer_evidence add column typed_by text;              -- who typed it; null: a file said it
