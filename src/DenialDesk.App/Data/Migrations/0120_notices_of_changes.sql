-- A notice tells of a denial, or of a change of the prevention ledger that stopped working.
alter table notice alter column denial_id drop not null;
alter table notice add column action_id bigint;
alter table notice add constraint notice_subject_check check ((denial_id is null) <> (action_id is null));
alter table notice add constraint notice_action_fkey foreign key (practice_id, action_id) references prevention_action (practice_id, action_id);
create unique index notice_action on notice (practice_id, action_id, due_on, flag, user_id) where action_id is not null;
