-- Denials by two sides at once, and what is open by its day: what a break-down asks that is narrowed by one side and divided by another, or by age. One of the sides is a provider, place,
-- procedure or remark, or 'day', the day of denials that are still open; the other any other one ('all' beside a day: no other). Two of the first kind stand in the order of their names.
create table rollup_denied_pair (
    practice_id     int not null,
    month           date not null,
    one             text not null,
    two             text not null,
    one_value       text not null,
    two_value       text not null,
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
    primary key (practice_id, month, one, two, one_value, two_value)
);
-- The claims that such denials are out of.
create table rollup_decided_pair (
    practice_id     int not null,
    month           date not null,
    one             text not null,
    two             text not null,
    one_value       text not null,
    two_value       text not null,
    claims          bigint not null,
    billed          numeric(18,2) not null,
    primary key (practice_id, month, one, two, one_value, two_value)
);
-- A month counted before these tables were there has none of them: it is counted again by the job, and read from its rows until then.
alter table rollup_built add column pairs boolean not null default false;
insert into rollup_stale (practice_id, month) select practice_id, month from rollup_built;

-- A category, reason, department, preventable or not, hard or soft alone, and category with department ('cause'), beside the sides of 0115.
insert into rollup_denied_side
select practice_id, month,
       case when grouping(category) = 0 and grouping(department) = 0 then 'cause' when grouping(category) = 0 then 'category' when grouping(carc) = 0 then 'carc' when grouping(department) = 0 then 'department'
            when grouping(preventable) = 0 then 'preventable' else 'hardness' end,
       case when grouping(category) = 0 and grouping(department) = 0 then category || '|' || department else coalesce(category, carc, department, preventable, hardness) end, payer_id, sum(denials), sum(denied_amount),
       sum(expected), sum(recovered), sum(written_off), sum(open_denials), sum(open_amount), sum(expired), sum(overturned), sum(repeat_denials)
from rollup_denied where dimension = 'all'
group by grouping sets ((practice_id, month, payer_id, category), (practice_id, month, payer_id, carc), (practice_id, month, payer_id, department), (practice_id, month, payer_id, preventable),
                        (practice_id, month, payer_id, hardness), (practice_id, month, payer_id, category, department));
