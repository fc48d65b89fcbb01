-- A practice's last ninety days worked again, kept for a day: it takes a while, and two pages show it.
create table lane_replay (
    practice_id     int primary key references practice,
    as_of           date not null,                           -- the practice's day it was worked out on; the stretch ends the day before
    minutes         int not null,                            -- the team's minutes a day it was worked with
    share           numeric(5,4) not null,                   -- the lane share in force then
    made_at         timestamptz not null,
    body            jsonb not null                           -- Domain.Priority.LanePrice
);
