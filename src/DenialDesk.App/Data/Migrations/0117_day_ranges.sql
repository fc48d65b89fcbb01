-- The rows behind a number of one month, where the month is not the remittance's: found, closed, of service. Ranges of pages instead of entries, so that an import and a closing pay next to
-- nothing for them; rows of one time lie together as they arrive.
create index denial_found_range on denial using brin (found_at timestamptz_minmax_multi_ops) with (autosummarize = on);
create index denial_closed_range on denial using brin (closed_at timestamptz_minmax_multi_ops) with (autosummarize = on);
create index adjudication_service_range on adjudication using brin (service_from date_minmax_multi_ops) with (autosummarize = on);
