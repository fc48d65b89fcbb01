-- Changes of payers' windows that wait for a second admin. What was proposed never changes; a decision is added once.
create table window_proposal (
    proposal_id     bigint generated always as identity primary key,
    payer_id        int not null references payer,
    wish            jsonb not null,
    words           text not null,
    impact          text not null,                           -- the preview's sentence when it was proposed
    digest          bytea not null,                          -- which denials move to which day, as previewed
    proposed_at     timestamptz not null,
    proposed_by     uuid not null,
    proposed_name   text not null,
    decision        text check (decision in ('approved', 'refused', 'withdrawn')),
    decided_at      timestamptz,
    decided_by      uuid,
    decided_name    text
);
create unique index window_proposal_waiting on window_proposal (payer_id) where decision is null;
