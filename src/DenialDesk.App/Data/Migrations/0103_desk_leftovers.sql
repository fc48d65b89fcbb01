-- Notes of a bulk run can be taken back: they stay readable, with who took them back. A note knows the command that wrote it.
alter table denial_note add column command_id uuid;
create index denial_note_command on denial_note (practice_id, denial_id, command_id) where command_id is not null;
create table denial_note_withdrawn (
    practice_id     int not null,
    denial_id       bigint not null,
    note_id         bigint not null,
    at              timestamptz not null,
    by_id           uuid,
    by_name         text not null,
    command_id      uuid not null,
    primary key (practice_id, denial_id, note_id),
    foreign key (practice_id, denial_id, note_id) references denial_note (practice_id, denial_id, note_id)
);
create trigger denial_note_withdrawn_only_grows before update or delete or truncate on denial_note_withdrawn for each statement execute function refuse_change();

-- An open follow-up goes with its denial: whoever owns the denial owns it, whatever changed the owner (a step, a move, a routing run, an undo).
create function follow_up_goes_with_owner() returns trigger language plpgsql as $$
begin
    update follow_up set owner_id = new.assigned_to where practice_id = new.practice_id and denial_id = new.denial_id and done_at is null;
    return null;
end $$;
create trigger denial_owner_follow_up after update of assigned_to on denial
    for each row when (old.assigned_to is distinct from new.assigned_to) execute function follow_up_goes_with_owner();
update follow_up f set owner_id = d.assigned_to from denial d where d.practice_id = f.practice_id and d.denial_id = f.denial_id and f.done_at is null;

-- What one person did today, for the progress of the day.
create index denial_step_person on denial_step (actor_id, at) where actor_id is not null;
