using DenialDesk.App.Denials;
using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.Routing;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Routing;
using DenialDesk.Samples;
using Microsoft.Extensions.DependencyInjection;

namespace DenialDesk.App.Tests.Routing;

public sealed class RoutingTests(RoutingTests.Desk desk) : IClassFixture<RoutingTests.Desk>
{
    private static readonly IReadOnlySet<DayOfWeek> EveryDay = Enum.GetValues<DayOfWeek>().ToHashSet();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A desk with two billers, a manager, and the denials of one practice.</summary>
    public sealed class Desk(Cluster cluster) : DeskFixture(cluster)
    {
        internal DenialRows Rows { get; private set; } = null!;

        internal Actor Ann { get; private set; } = null!;

        internal Actor Bob { get; private set; } = null!;

        internal Actor Lead { get; private set; } = null!;

        public int Payer { get; private set; }

        public int Practice { get; private set; }

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Rows = new(Database);
            (Ann, Bob, Lead) = (await PersonAsync("Ann", Roles.Biller), await PersonAsync("Bob", Roles.Biller), await PersonAsync("Max", Roles.Manager));
            Payer = await Rows.PayerAsync("Acme Health");
            Practice = await Rows.PracticeAsync("Elm Street");
            await Rows.SeedAsync(Practice, [Payer, await Rows.PayerAsync("Borealis")], 60, DateOnly.FromDateTime(DateTime.UtcNow));
            await ScalarAsync("update denial set rank_key = 1000 - denial_id");
        }

        private async Task<Actor> PersonAsync(string name, string role)
        {
            var id = Guid.NewGuid();
            await ScalarAsync(
                """
                with u as (insert into identity_users (id, display_name, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
                           values ($1, $2, true, false, false, false, 0) returning id)
                insert into identity_user_roles (user_id, role_id) select u.id, r.id from u, identity_roles r where r.name = $3
                """, id, name, role);
            return new(id, name, Roles.Of(role), null);
        }
    }

    [Fact]
    public async Task Rules_are_tried_put_in_force_as_previewed_and_taken_up_by_the_queue_the_next_taker_and_the_import()
    {
        await SaveAsync(desk.Ann, 5, ["clinical"]);
        await SaveAsync(desk.Bob, 12, []);
        RoutingRule[] rules =
        [
            new() { Position = 1, Name = "Acme to Ann", PayerId = desk.Payer, ToPerson = desk.Ann.UserId },
            new() { Position = 2, Name = "coding to Bob", Category = Domain.Codes.DenialCategory.Coding, ToPerson = desk.Bob.UserId },
        ];
        Assert.Null(await desk.Get<DraftRouting>().Run(new() { Version = 0, Rules = rules }, desk.Lead, Stop));
        Assert.Equal("draft_changed", (await desk.Get<DraftRouting>().Run(new() { Version = 0, Rules = rules }, desk.Lead, Stop))?.Code);

        var (tried, _) = await desk.Get<DryRunRouting>().Run(new(), desk.Lead, Stop);
        Assert.Equal(0L, await desk.ScalarAsync("select count(*) from denial_route"));
        var (applied, refusal) = await desk.Get<ApplyRouting>().Run(new() { Version = 1, Reason = "Start of routing" }, desk.Lead, Stop);

        Assert.Null(refusal);
        Assert.Equal((60, 5, 12), (tried!.Before, tried.People.Single(p => p.Name == "Ann").After, tried.People.Single(p => p.Name == "Bob").After));
        Assert.Equal(tried with { People = [], Rows = [] }, applied! with { People = [], Rows = [] });
        Assert.Equal(17L, await desk.ScalarAsync("select count(*) from denial_route"));
        Assert.Equal(1L, await desk.ScalarAsync("select count(*) from journal where action = 'routing.applied'"));

        // The best of Acme went to Ann, the queue shows it so, and she takes it first although others rank higher.
        var mine = await desk.Get<ListQueue>().Run(new() { Filter = new() { Owner = "routed" } }, desk.Ann, Stop);
        Assert.Equal(5, mine.Count);
        Assert.All(mine, r => Assert.Equal((desk.Payer, "Ann", null), (r.PayerId, r.RoutedTo, r.Owner)));
        var counts = await desk.Get<CountQueue>().Run(new(), desk.Ann, Stop);
        Assert.Equal((60L, 43L), (counts.Unassigned.Denials, counts.Unallocated!.Denials));
        Assert.Equal(43, (await desk.Get<ListQueue>().Run(new() { Filter = new() { Owner = "unallocated" }, Take = 100 }, desk.Ann, Stop)).Count);
        await desk.ScalarAsync("update denial set rank_key = 9000 where denial_id = (select min(d.denial_id) from denial d left join denial_route r using (denial_id) where r.person is null)");
        var taken = await desk.Get<TakeNext>().Run(new() { CommandId = Guid.NewGuid() }, desk.Ann, Stop);
        Assert.Equal(mine[0].DenialId, taken!.DenialId);

        // Put back, it is still hers; a person on a day off gets nothing in the next deal, and what is owned stays.
        var version = (int)(await desk.ScalarAsync("select version from denial where denial_id = $1", taken.DenialId))!;
        Assert.True((await desk.Get<RecordStep>().Run(
            new() { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, DenialId = taken.DenialId, Version = version, Kind = DenialStepKind.Unassign }, desk.Ann, Stop)).Done);
        Assert.Equal(5, (await desk.Get<ListQueue>().Run(new() { Filter = new() { Owner = "routed" } }, desk.Ann, Stop)).Count);
        var owned = (await desk.Get<TakeNext>().Run(new() { CommandId = Guid.NewGuid() }, desk.Bob, Stop))!.DenialId;
        await SaveAsync(desk.Ann, 5, ["clinical"], off: true);
        var (dealt, _) = await desk.Get<DealWork>().Run(Actor.Desk, Stop);
        Assert.Equal((0, 11), (dealt!.People.Single(p => p.Name == "Ann").After, dealt.People.Single(p => p.Name == "Bob").After));
        Assert.Equal(desk.Bob.UserId, await desk.ScalarAsync("select assigned_to from denial where denial_id = $1", owned));
        Assert.Equal(0L, await desk.ScalarAsync("select count(*) from denial_route where denial_id = $1", owned));

        // What an import finds is routed in the same breath, as far as there is room.
        await SaveAsync(desk.Bob, 20, []);
        using var content = new MemoryStream();
        BalancedRemittance.Write(content, 600_000, seed: 5);
        content.Position = 0;
        var report = await desk.Get<ImportFile>().Run(new ImportFile.Input { Content = content, Name = "new.835", Source = ImportFile.Source.Command }, Actor.Desk, Stop);
        Assert.True(report.Denials > 0);
        var found = (long)(await desk.ScalarAsync("select count(*) from denial d where practice_id <> $1 and category = 'coding' and is_open", desk.Practice))!;
        Assert.Equal(Math.Min(8, found), await desk.ScalarAsync("select count(*) from denial_route r join denial d using (practice_id, denial_id) where d.practice_id <> $1 and r.person = $2", desk.Practice, desk.Bob.UserId!.Value));
    }

    [Fact]
    public async Task A_biller_sets_no_rules_and_a_lead_of_some_practices_deals_for_nobody_else()
    {
        await Assert.ThrowsAsync<NotPermittedException>(() => desk.Get<DraftRouting>().Run(new() { Version = 0, Rules = [] }, desk.Bob, Stop));
        var some = desk.Lead with { PracticeIds = new HashSet<int> { desk.Practice } };

        Assert.Equal("whole_desk", (await desk.Get<DraftRouting>().Run(new() { Version = 0, Rules = [] }, some, Stop))?.Code);
        Assert.Equal("whole_desk", (await desk.Get<DealWork>().Run(some, Stop)).Refusal?.Code);
    }

    [Fact]
    public async Task Teams_are_added_once_and_leave_with_their_members()
    {
        Assert.Null(await desk.Get<EditTeam>().Run(new() { Name = "Appeals" }, desk.Lead, Stop));
        Assert.Equal("team_taken", (await desk.Get<EditTeam>().Run(new() { Name = "appeals " }, desk.Lead, Stop))?.Code);
        var team = (await desk.Get<SeeRouting>().Run(desk.Lead, Stop)).Teams.Single(t => t.Name == "Appeals");
        var max = (await desk.Get<SeeRouting>().Run(desk.Lead, Stop)).People.Single(p => p.Name == "Max");
        Assert.Null(await desk.Get<EditWorker>().Run(new() { UserId = max.Id, Version = max.Version, Calendar = max.Calendar, Skills = ["Clinical "], Teams = [team.TeamId] }, desk.Lead, Stop));

        var kept = (await desk.Get<SeeRouting>().Run(desk.Lead, Stop)).People.Single(p => p.Name == "Max");
        Assert.Equal(("clinical", team.TeamId), (kept.Skills.Single(), kept.Teams.Single()));
        Assert.Equal("worker_changed", (await desk.Get<EditWorker>().Run(new() { UserId = max.Id, Version = max.Version, Calendar = max.Calendar, Skills = [], Teams = [] }, desk.Lead, Stop))?.Code);
        Assert.Null(await desk.Get<EditTeam>().Run(new() { TeamId = team.TeamId, Name = team.Name, Retire = true }, desk.Lead, Stop));
        Assert.Empty((await desk.Get<SeeRouting>().Run(desk.Lead, Stop)).People.Single(p => p.Name == "Max").Teams);
    }

    private async Task SaveAsync(Actor person, int capacity, string[] skills, bool off = false)
    {
        var now = (await desk.Get<SeeRouting>().Run(desk.Lead, Stop)).People.Single(p => p.Id == person.UserId);
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        Assert.Null(await desk.Get<EditWorker>().Run(
            new()
            {
                UserId = person.UserId!.Value,
                Version = now.Version,
                Calendar = new(capacity, EveryDay, off ? [new(today.AddDays(-2), today.AddDays(2))] : []),
                Skills = skills,
                Teams = [],
            },
            desk.Lead, Stop));
    }
}
