-- The denials of one provider, place, procedure or remark without reason, category and department: what a break-down by one side reads. With ten million denials the full
-- cross holds some hundred thousand rows a month, this one some thousand. Made from rollup_denied whenever a month is counted.
create table rollup_denied_side (
    practice_id     int not null,
    month           date not null,
    dimension       text not null,
    value           text not null,
    payer_id        int not null,
    denials         bigint not null,
    denied_amount   numeric(18,2) not null,
    expected        numeric(18,2) not null,
    recovered       numeric(18,2) not null,
    written_off     numeric(18,2) not null,
    open_denials    bigint not null,
    open_amount     numeric(18,2) not null,
    expired         bigint not null,
    overturned      bigint not null,
    repeat_denials  bigint not null,
    primary key (practice_id, month, dimension, value, payer_id)
);
insert into rollup_denied_side
select practice_id, month, dimension, value, payer_id, sum(denials), sum(denied_amount), sum(expected), sum(recovered), sum(written_off), sum(open_denials), sum(open_amount), sum(expired), sum(overturned), sum(repeat_denials)
from rollup_denied group by 1, 2, 3, 4, 5;

-- A month whose kept counts differ from the raw rows is a finding of the self-audit: of no denial and no remittance, part is the month.
alter table audit_finding drop constraint audit_finding_kind_check;
alter table audit_finding add constraint audit_finding_kind_check check (kind in ('closed_still_denied', 'open_but_paid', 'no_acknowledgement', 'denied_again',
    'score_differs', 'deadline_differs', 'total_differs', 'month_differs'));
alter table audit_finding drop constraint audit_finding_check;
alter table audit_finding add constraint audit_finding_about check (case when kind = 'month_differs' then denial_id is null and remittance_id is null else (denial_id is null) <> (remittance_id is null) end);
