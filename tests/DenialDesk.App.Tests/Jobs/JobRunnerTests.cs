using DenialDesk.App.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace DenialDesk.App.Tests.Jobs;

public sealed class JobRunnerTests(JobRunnerTests.Desk desk) : IClassFixture<JobRunnerTests.Desk>
{
    public sealed class Desk(Cluster cluster) : DeskFixture(cluster);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_nightly_job_rings_once_a_day_for_each_practice_and_leaves_no_record_of_idle_bells()
    {
        await new DenialRows(desk.Database).PracticeAsync("Elm Street");
        var clock = new StoppedClock(new(2026, 5, 11, 9, 0, 0, TimeSpan.Zero));
        var entry = Entry<Counting>("once-a-day", new TimeOnly(5, 30));
        await Runner(clock).RingAsync(entry, Stop);
        clock.Now = new(2026, 5, 12, 9, 29, 0, TimeSpan.Zero);

        var early = await Runner(clock).RingAsync(entry, Stop);
        clock.Now = clock.Now.AddMinutes(1);
        var due = await Runner(clock).RingAsync(entry, Stop);
        var again = await Runner(clock).RingAsync(entry, Stop);

        Assert.False(early.Ran);
        Assert.True(due.Ran);
        Assert.False(again.Ran);
        Assert.Equal(2L, await desk.ScalarAsync("select count(*) from job_run where job = 'once-a-day' and error is null and finished_at is not null"));
    }

    [Fact]
    public async Task A_second_run_is_kept_out_while_the_first_is_under_way()
    {
        var entry = Entry<Waiting>("slow", new TimeOnly(5, 30));
        var first = Runner(TimeProvider.System).RunNowAsync(entry, "person", null, Stop);
        await Waiting.Begun.Task.WaitAsync(Stop);

        var second = await Runner(TimeProvider.System).RunNowAsync(entry, "command", null, Stop);
        Waiting.Go.SetResult();

        Assert.False(second.Ran);
        Assert.Contains("already running", second.Sentence, StringComparison.Ordinal);
        Assert.Equal(7, (await first).Done);
        Assert.Equal(1L, await desk.ScalarAsync("select count(*) from job_run where job = 'slow'"));
    }

    [Fact]
    public async Task A_job_that_fails_is_recorded_with_an_error_id_and_no_content()
    {
        var report = await Runner(TimeProvider.System).RunNowAsync(Entry<Failing>("failing", null), "person", null, Stop);

        Assert.Contains("under error", report.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("DOE, JANE", (string)(await desk.ScalarAsync("select error from job_run where job = 'failing'"))!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_whose_process_died_is_closed_by_the_next()
    {
        await desk.ScalarAsync("insert into job_run (job, started_at) values ('died', now())");

        await Runner(TimeProvider.System).RunNowAsync(Entry<Counting>("died", null), "command", null, Stop);

        Assert.Equal(0L, await desk.ScalarAsync("select count(*) from job_run where job = 'died' and finished_at is null"));
        Assert.Equal(1L, await desk.ScalarAsync("select count(*) from job_run where job = 'died' and error like 'The program stopped%'"));
    }

    [Fact]
    public async Task Of_idle_runs_of_an_interval_job_only_the_last_is_kept()
    {
        var entry = Entry<Idle>("idle", null);

        for (var i = 0; i < 5; i++) { await Runner(TimeProvider.System).RingAsync(entry, Stop); }

        Assert.Equal(1L, await desk.ScalarAsync("select count(*) from job_run where job = 'idle'"));
    }

    [Fact]
    public void The_timetable_keeps_clear_of_the_hours_that_a_clock_change_repeats_or_skips()
    {
        Assert.All(Timetable.Entries.Where(e => e.At is not null), e => Assert.False(e.At >= new TimeOnly(1, 0) && e.At < new TimeOnly(3, 0), e.Name));
        Assert.Equal(Timetable.Entries.Count, Timetable.Entries.Select(e => e.Name).Distinct().Count());
        Assert.All(Timetable.Entries, e => Assert.Same(e, Timetable.Find(e.Name)));
    }

    private JobRunner Runner(TimeProvider clock)
        => new(desk.Database, desk.Services.GetRequiredService<IServiceScopeFactory>(), clock, NullLogger<JobRunner>.Instance);

    private static TimetableEntry Entry<T>(string name, TimeOnly? at)
        where T : IDeskJob => new(name, name, "For a test.", at, TimeSpan.FromMinutes(5), typeof(T));

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class Counting : IDeskJob
    {
        public Task<int> RunAsync(JobTurn turn, CancellationToken cancellation) => Task.FromResult(turn.Practices.Count);
    }

    private sealed class Idle : IDeskJob
    {
        public Task<int> RunAsync(JobTurn turn, CancellationToken cancellation) => Task.FromResult(0);
    }

    private sealed class Failing : IDeskJob
    {
        public Task<int> RunAsync(JobTurn turn, CancellationToken cancellation) => throw new FormatException("DOE, JANE");
    }

    private sealed class Waiting : IDeskJob
    {
        public static TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public static TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<int> RunAsync(JobTurn turn, CancellationToken cancellation)
        {
            turn.Report(50, "half way");
            Begun.SetResult();
            await Go.Task.WaitAsync(cancellation);
            return 7;
        }
    }
}
