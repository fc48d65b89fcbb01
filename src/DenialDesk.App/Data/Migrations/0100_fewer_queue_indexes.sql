-- Each rewritten denial is entered anew into every index of the table, so an index has to earn its keep. A condition on a later column of an index is checked in the
-- index itself: with category and code among its columns the queue's own index serves their filters, in the order of the rank (10 ms over a hundred thousand open
-- denials for a code that none of them has), and the last day is in every index of the queue already. What nobody owns needs no place under an owner.
drop index denial_queue_category, denial_queue_carc, denial_due, denial_queue_owner, denial_queue;
create index denial_queue on denial (rank_key desc, due_on, denial_id, category, lead_carc, payer_id, assigned_to, practice_id) where is_open;
create index denial_queue_owner on denial (assigned_to, rank_key desc, due_on, denial_id) where is_open and assigned_to is not null;
