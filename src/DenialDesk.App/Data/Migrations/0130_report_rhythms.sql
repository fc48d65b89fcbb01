-- Reports come every workday and every quarter too.
alter table report_schedule drop constraint report_schedule_rhythm_check;
alter table report_schedule add constraint report_schedule_rhythm_check check (rhythm in ('daily', 'weekly', 'monthly', 'quarterly'));
