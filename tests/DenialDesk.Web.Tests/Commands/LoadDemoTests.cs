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
            _services = new ServiceCollection().AddLogging().AddSingleton(App.Documents.DocumentKey.Of(new byte[32])).AddDesk(Database).AddSingleton<PaperDemo>().AddSingleton<WorkDemo>().AddSingleton<PreventionDemo>().AddSingleton<LoadDemo>().BuildServiceProvider();
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
        Assert.InRange(await CountAsync("denial where is_open and assigned_to is not null"), 8, 40);
        Assert.True(await CountAsync("denial where state = 'waiting'") >= 3);
        Assert.True(await CountAsync("denial_note") >= 1);
        Assert.Equal(0, await CountAsync("denial where is_open and assigned_to is null and state = 'waiting'"));
    }

    [Fact]
    public async Task The_demo_has_an_alert_a_measured_change_and_a_rule_that_was_tried()
    {
        Assert.True(await CountAsync("alert where ended_on is null and state = 'open' and tier = 'alert'") >= 1);
        Assert.Equal(1, await CountAsync("prevention_reading where days = 90 and change < -.3"));
        Assert.Equal(1, await CountAsync("claim_rule_trial where kind = 'past' and judged > 100 and caught > 0"));
    }

    [Fact]
    public void It_prints_the_three_sign_ins() =>
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
