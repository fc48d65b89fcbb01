-- One act on many denials: what was asked, and what became of every row. Undoing a run goes the same way, row by row.
create table bulk_run (
    run_id          bigint generated always as identity primary key,
    command_id      uuid not null unique,                    -- carried by every step of the run; undoing finds its steps by it
    act             text not null,                           -- App.Queue.WorkAct
    work_order      jsonb not null,                          -- as typed
    made_at         timestamptz not null,
    made_by         uuid not null,
    made_name       text not null,
    state           text not null default 'running' check (state in ('running', 'done', 'undoing', 'undone')),
    finished_at     timestamptz,
    undo_command    uuid,
    undone_by       uuid,
    undone_name     text,
    undo_finished_at timestamptz
);
create index bulk_run_working on bulk_run (run_id) where state in ('running', 'undoing');
create index bulk_run_maker on bulk_run (made_by, run_id desc);

create table bulk_row (
    practice_id     int not null,
    run_id          bigint not null references bulk_run,
    row_no          int not null,                            -- in the order of the queue, from 1
    denial_id       bigint not null,
    version         int not null,                            -- as previewed; a denial changed since is left alone
    amount          numeric(14,2) not null,                  -- denied dollars
    result          text not null default 'waiting' check (result in ('waiting', 'done', 'refused', 'undone', 'left')),
    sentence        text,                                    -- why it was refused, or left as it is
    primary key (run_id, row_no),
    foreign key (practice_id, denial_id) references denial (practice_id, denial_id)
);
create index bulk_row_to_do on bulk_row (run_id, row_no) where result in ('waiting', 'done');
create index bulk_row_denial on bulk_row (practice_id, denial_id);
