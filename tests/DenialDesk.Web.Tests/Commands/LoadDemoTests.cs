using DenialDesk.App;
using DenialDesk.App.Codes;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Web.Commands;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace DenialDesk.Web.Tests.Commands;

/// <summary>The demo on a database of its own, loaded once.</summary>
public sealed class LoadDemoTests(LoadDemoTests.Desk desk) : IClassFixture<LoadDemoTests.Desk>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A private PostgreSQL with the schema, the code tables and one loaded demo.</summary>
    public sealed class Desk : IAsyncLifetime
    {
        private readonly string _folder = Path.Combine(Path.GetTempPath(), $"denialdesk-demo-{Environment.ProcessId}");
        private PrivatePostgres? _server;
        private ServiceProvider? _services;

        public NpgsqlDataSource Database { get; private set; } = null!;

        public string Said { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            _server = await PrivatePostgres.StartAsync(Path.Combine(_folder, "pg"), durable: false, Stop);
            Database = DeskConnection.Open(_server.ConnectionString());
            await SqlMigrator.ApplyAsync(Database, Stop);
            await ReferenceSeed.ApplyAsync(Database, Stop);
            _services = new ServiceCollection().AddLogging().AddSingleton(App.Documents.DocumentKey.Of(new byte[32])).AddDesk(Database).AddSingleton<PaperDemo>().AddSingleton<WorkDemo>().AddSingleton<PreventionDemo>().AddSingleton<AppealDemo>().AddSingleton<AnswerDemo>().AddSingleton<EndsDemo>().AddSingleton<LoadDemo>().BuildServiceProvider();
            Said = await RunAsync();
        }

        public async Task<string> RunAsync()
        {
            using var say = new StringWriter();
            Assert.Null(await _services!.GetRequiredService<LoadDemo>().Run(Path.Combine(_folder, "files"), say, Stop));
            return say.ToString();
        }

        public async ValueTask DisposeAsync()
        {
            if (_services is not null) { await _services.DisposeAsync(); }

            await Database.DisposeAsync();
            if (_server is not null) { await _server.StopAsync("immediate"); }

            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_first_start_loads_a_year_of_denials_of_one_practice_in_Texas()
    {
        Assert.True(await CountAsync("denial") > 700);
        Assert.Equal(1, await CountAsync("practice where state = 'TX' and time_zone = 'America/Chicago'"));
        Assert.True(await CountAsync("inbound_file where source = 'demo' and state = 'posted'") > 300);
        Assert.Equal(0, await CountAsync("denial where is_open and score = 0"));
    }

    [Fact]
    public async Task People_have_been_at_work_most_old_ones_are_closed_and_some_are_owned()
    {
        Assert.InRange(await CountAsync("denial where is_open and due_on < current_date"), 3, 75);
        Assert.True(await CountAsync("denial where is_open and due_on between current_date and current_date + 30") > 15);
        Assert.True(await CountAsync("denial where state = 'written_off'") > 50);
        Assert.InRange(await CountAsync("denial where is_open and assigned_to is not null"), 8, 60);
        Assert.True(await CountAsync("denial where state = 'waiting'") >= 3);
        Assert.True(await CountAsync("denial_note") >= 1);
        Assert.Equal(0, await CountAsync("denial where is_open and assigned_to is null and state = 'waiting'"));
    }

    [Fact]
    public async Task The_year_is_played_found_in_the_morning_worked_within_days_and_closed_at_its_time()
    {
        Assert.Equal(0, await CountAsync("denial where denied_on < current_date - 2 and found_at > denied_on + interval '3 days'"));
        var worked = await CountAsync("denial where first_worked_at is not null");
        Assert.InRange(await CountAsync("denial where first_worked_at < found_at + interval '7 days'"), worked * 7 / 10, worked * 95 / 100);
        Assert.InRange(await CountAsync("denial where is_open and state <> 'waiting' and first_worked_at is null and found_at < now() - interval '7 days'"), 3, 80);
        Assert.True(await CountAsync("(select distinct date_trunc('month', closed_at) from denial where not is_open) m") > 9);
        Assert.Equal(0, await CountAsync("denial where first_worked_at < found_at or closed_at < found_at"));
        Assert.True(await CountAsync("(select distinct ended_at::date from time_spent where ended_at > now() - interval '60 days') d") > 10);
        Assert.True(await CountAsync("(select 1 from appeal where decided_on is not null group by date_trunc('month', decided_on) having count(*) > 1) m") > 8);
        Assert.True(await CountAsync("appeal where status = 'overturned' and decided_on < current_date - 30") > await CountAsync("appeal where status = 'upheld' and decided_on < current_date - 30") / 4);
        Assert.Equal(0, await CountAsync("appeal where decided_on < sent_on or sent_on > due_on"));
        Assert.Equal(1, await CountAsync("lane_replay where body->>'denials' <> '0'"));
    }

    [Fact]
    public async Task The_demo_has_an_alert_a_measured_change_and_a_rule_that_was_tried()
    {
        Assert.True(await CountAsync("alert where ended_on is null and state = 'open' and tier = 'alert'") >= 1);
        Assert.Equal(1, await CountAsync("prevention_reading where days = 90 and change < -.3"));
        Assert.Equal(1, await CountAsync("claim_rule_trial where kind = 'past' and judged > 100 and caught > 0"));
    }

    [Theory]
    [InlineData("appeal where status = 'draft'")]
    [InlineData("appeal where status = 'in_review'")]
    [InlineData("appeal where status = 'ready'")]
    [InlineData("appeal where status = 'sent'")]
    [InlineData("appeal where status = 'acknowledged'")]
    [InlineData("appeal where status = 'more_asked'")]
    [InlineData("appeal where status = 'overturned'")]
    [InlineData("appeal where status = 'partial'")]
    [InlineData("appeal where status = 'upheld'")]
    [InlineData("appeal where status = 'dismissed'")]
    [InlineData("appeal where status = 'withdrawn'")]
    [InlineData("appeal where follows is not null and is_open")]
    [InlineData("peer_talk where state = 'booked'")]
    [InlineData("write_off_request where state = 'waiting' and amount < 500")]
    [InlineData("write_off_request where state = 'waiting' and amount >= 500 and amount < 3000")]
    [InlineData("write_off_request where state = 'waiting' and amount >= 3000")]
    [InlineData("write_off_request where state = 'rejected'")]
    [InlineData("bulk_run where state = 'done'")]
    [InlineData("bulk_run where state = 'undone'")]
    [InlineData("underpayment where state = 'open'")]
    [InlineData("underpayment_dispute where state = 'sent'")]
    [InlineData("underpayment_dispute where state = 'open'")]
    [InlineData("hand_off_batch")]
    [InlineData("denial where state = 'closed_next_payer'")]
    [InlineData("document_request")]
    [InlineData("acknowledgement k join correction_attempt c on c.account_key = k.account_key where k.outcome = 'rejected' and k.decided_on >= c.written_on")]
    [InlineData("acknowledgement k join correction_attempt c on c.account_key = k.account_key where k.outcome = 'accepted' and k.decided_on >= c.written_on")]
    [InlineData("correction_attempt where route = 'paper'")]
    [InlineData("correction_attempt c join adjudication a on a.practice_id = c.practice_id and a.claim_id = c.claim_id and a.adjudication_id > c.after_adjudication")]
    public async Task Each_page_of_the_billers_day_has_something_to_show(string from) => Assert.True(await CountAsync(from) > 0, from);

    [Fact]
    public void It_prints_the_sign_ins() =>
        Assert.All(PrepareDemo.People, person => Assert.Contains($"{person.UserName}", desk.Said, StringComparison.Ordinal));

    [Fact]
    public async Task The_second_start_loads_nothing_and_prints_the_sign_ins_again()
    {
        var files = await CountAsync("inbound_file") + await CountAsync("file_arrival");

        var said = await desk.RunAsync();

        Assert.Equal(files, await CountAsync("inbound_file") + await CountAsync("file_arrival"));
        Assert.DoesNotContain("Loading", said, StringComparison.Ordinal);
        Assert.Contains(PrepareDemo.People[0].Password, said, StringComparison.Ordinal);
    }

    private async Task<long> CountAsync(string from)
    {
        await using var command = desk.Database.CreateCommand("select count(*) from " + from);
        return (long)(await command.ExecuteScalarAsync(Stop))!;
    }
}
