-- Every rewritten denial is entered anew into each index, and this one followed the rank: a tenth of a change of windows. A payer with many open denials is found in the queue's own index, which
-- holds the payer beside the rank; one with few by denial_month, which holds the payer beside the day (0.5 ms for 20 among a hundred thousand).
drop index denial_queue_payer;
