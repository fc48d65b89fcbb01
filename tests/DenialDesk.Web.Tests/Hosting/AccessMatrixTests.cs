using System.Reflection;
using System.Runtime.CompilerServices;
using DenialDesk.App.Jobs;
using DenialDesk.App.People;
using DenialDesk.Domain.People;

namespace DenialDesk.Web.Tests.Hosting;

/// <summary>
/// Who may do what, as a table: docs/rules/access.csv. Every use case that acts for a person, and every job, has a row; one without a row is red,
/// and so is a use case that lets somebody through whom the table keeps out. Pages and endpoints are asked over HTTP in PageMatrixTests.
/// </summary>
public sealed class AccessMatrixTests(Site site) : IClassFixture<Site>
{
    /// <summary>For what a person does to themselves alone, and what tells nothing of anybody.</summary>
    private const string Own = "own";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_use_case_and_every_job_has_a_row_and_every_row_is_one()
    {
        var known = Rows().Select(r => r.Surface).ToHashSet(StringComparer.Ordinal);
        var there = UseCases().Select(NameOf).Concat(Timetable.Entries.Select(e => "job " + e.Name)).ToHashSet(StringComparer.Ordinal);

        Assert.True(there.SetEquals(known), $"Without a row: {string.Join(", ", there.Except(known).Order())}. Rows of nothing: {string.Join(", ", known.Except(there).Order())}.");
    }

    [Fact]
    public void The_roles_in_a_row_are_those_that_hold_its_permission()
    {
        foreach (var (surface, demands, who) in Rows().Where(r => r.Demands != Own))
        {
            var holders = Roles.All.Where(role => Roles.Of(role).Contains(Enum.Parse<Permission>(demands)));
            Assert.True(who == string.Join(' ', holders), $"{surface} demands {demands}: the table says “{who}”, the roles say “{string.Join(' ', holders)}”.");
        }
    }

    [Fact]
    public async Task A_use_case_refuses_whoever_lacks_what_its_row_demands_and_asks_before_anything_else()
    {
        var wrong = new List<string>();
        foreach (var useCase in UseCases())
        {
            var demands = Rows().FirstOrDefault(r => r.Surface == NameOf(useCase)).Demands;
            if (demands is null or Own) { continue; }

            // Everything but that one permission, as somebody shut out, and as somebody who has given one factor of two.
            foreach (var held in new[] { Enum.GetValues<Permission>().Where(p => p.ToString() != demands).ToHashSet(), [] })
            {
                var asked = await AskAsync(useCase, new Actor(Guid.NewGuid(), "Pat Nobody", held, null));
                if (asked?.ToString() != demands) { wrong.Add($"{NameOf(useCase)} asked for {asked?.ToString() ?? "nothing"}, its row says {demands}"); }
            }
        }

        Assert.True(wrong.Count == 0, string.Join("; ", wrong.Distinct()));
    }

    [Fact]
    public async Task Somebody_shut_out_is_nobody_and_somebody_who_owes_a_factor_holds_nothing()
    {
        var made = await site.Get<ManagePeople>().Run(new() { Act = ManagePeople.Act.Add, Name = "Max Matrix", Email = "matrix@desk.example", Role = "admin", DemoPassword = Site.Password }, Actor.Desk, Stop);
        using var visitor = site.Visit();
        (await visitor.SignInAsync("matrix@desk.example", Site.Password)).Dispose();
        var session = await site.ScalarAsync<Guid>($"select session_id from sign_in_session where user_id = '{made.UserId}'");

        await site.ScalarAsync<object>("insert into desk_fact (name, value) values ('second_factor', 'required')");
        var owing = await site.Get<FindActor>().OfSessionAsync(made.UserId!.Value, null, session, Stop);
        await site.ScalarAsync<object>("delete from desk_fact where name = 'second_factor'");
        await site.ScalarAsync<object>($"update identity_users set disabled_at = now() where id = '{made.UserId}'");

        Assert.Empty(owing!.Permissions);
        Assert.Equal(Owed.SecondFactor, owing.Owes);
        Assert.Null(await site.Get<FindActor>().OfSessionAsync(made.UserId.Value, null, session, Stop));
    }

    [Fact]
    public async Task What_asks_for_a_fresh_proof_is_what_the_table_says_and_a_stale_sign_in_does_nothing()
    {
        var fresh = File.ReadLines(Path.Combine(ContainerFilesTests.Root(), "docs", "rules", "access.csv")).Skip(1).Select(l => l.Split(',')).Where(c => c is [_, _, _, "fresh", ..]).Select(c => c[0]).ToHashSet(StringComparer.Ordinal);
        var stale = Actor.Desk with { UserId = Guid.NewGuid(), Stale = true };

        Assert.True(fresh.Count >= 4);
        foreach (var useCase in UseCases())
        {
            var source = await File.ReadAllTextAsync(Path.Combine(ContainerFilesTests.Root(), "src", "DenialDesk.App", NameOf(useCase) + ".cs"), Stop);
            Assert.Equal(fresh.Contains(NameOf(useCase)), source.Contains("actor.MustFreshly(", StringComparison.Ordinal));
            if (fresh.Contains(NameOf(useCase))) { await Assert.ThrowsAsync<StaleProofException>(() => AskAsync(useCase, stale)); }
        }
    }

    /// <summary>What a use case demands of an actor before it looks at anything; null when it demands nothing.</summary>
    private async Task<Permission?> AskAsync(Type useCase, Actor actor)
    {
        var run = RunOf(useCase)!;
        var given = run.GetParameters().Select(p => p.ParameterType == typeof(Actor) ? actor : p.ParameterType == typeof(CancellationToken) ? Stop : Empty(p.ParameterType)).ToArray();
        var instance = site.Services.GetService(useCase) ?? throw new InvalidOperationException($"{useCase.Name} is not registered.");
        try
        {
            await (Task)run.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, given, null)!;
            return null;
        }
        catch (NotPermittedException refused)
        {
            return refused.Permission;
        }
        catch (Exception e) when (e is NullReferenceException or ArgumentException or InvalidOperationException or Npgsql.PostgresException)
        {
            return null;        // it went on to look at what it was given
        }
    }

    private static object? Empty(Type type)
        => type == typeof(string) ? ""
            : type.IsValueType ? Activator.CreateInstance(type)
            : type is { IsClass: true, IsAbstract: false } ? RuntimeHelpers.GetUninitializedObject(type)
            : null;

    private static MethodInfo? RunOf(Type type)
        => Array.Find(type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly), m => m.Name == "Run" && m.GetParameters().Any(p => p.ParameterType == typeof(Actor)));

    private static IEnumerable<Type> UseCases() => typeof(Actor).Assembly.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && RunOf(t) is not null);

    private static string NameOf(Type useCase) => $"{useCase.Namespace!.Split('.')[^1]}/{useCase.Name}";

    private static IReadOnlyList<(string Surface, string Demands, string Who)> Rows()
        => [.. File.ReadLines(Path.Combine(ContainerFilesTests.Root(), "docs", "rules", "access.csv")).Skip(1).Select(l => l.Split(',')).Select(c => (c[0], c[1], c[2]))];
}
