using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using DenialDesk.App.People;
using DenialDesk.App.Tests;
using DenialDesk.Domain.People;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;

namespace DenialDesk.Web.Tests.Hosting;

/// <summary>
/// Every page and endpoint that takes a practice in its address, asked by somebody of another practice for the true numbers of what stands there: not found, led away, or an empty page; never a trace.
/// And the use cases that only the site registers ("site" in docs/rules/access.csv), asked by the same person.
/// </summary>
public sealed class ElsewhereHttpTests(Site site) : IClassFixture<Site>
{
    private const string Marker = "Zyxwvelsewhere";
    private const string Person = "elsewhere@desk.example";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_address_of_another_practice_is_not_found_leads_away_or_shows_an_empty_page()
    {
        var (theirs, ids) = await PrepareAsync();
        using var visitor = site.Visit();
        (await visitor.SignInAsync(Person, Site.Password)).Dispose();
        var asked = 0;
        foreach (var endpoint in Endpoints())
        {
            var path = Regex.Replace(Pattern(endpoint), @"\{([A-Za-z]+)[^}]*\}", hole => string.Equals(hole.Groups[1].Value, "practiceId", StringComparison.OrdinalIgnoreCase) ? $"{theirs}" : $"{ids.GetValueOrDefault(hole.Groups[1].Value.ToUpperInvariant(), 1)}");
            using var answer = await visitor.SendAsync(IsGet(endpoint) ? HttpMethod.Get : HttpMethod.Post, path, ("Origin", visitor.Url));
            var body = await answer.Content.ReadAsStringAsync(Stop);

            asked++;
            Assert.False(body.Contains(Marker, StringComparison.OrdinalIgnoreCase), $"{path} told of the other practice.");
            Assert.True((int)answer.StatusCode is >= 300 and < 500 || (IsPage(endpoint) && answer.StatusCode == HttpStatusCode.OK), $"{path} answered {(int)answer.StatusCode}.");
        }

        Assert.True(asked >= 15, $"Only {asked} addresses take a practice.");
    }

    [Fact]
    public async Task What_only_the_site_registers_tells_nothing_of_another_practice_either()
    {
        var (theirs, ids) = await PrepareAsync();
        var ours = await site.ScalarAsync<int>("select min(practice_id) from practice");
        var some = Actor.Desk with { UserId = Guid.NewGuid(), Name = "Ann", PracticeIds = new HashSet<int> { ours } };
        var denial = ids["DENIALID"];
        await site.ScalarAsync<object>($"insert into journal (at, practice_id, actor_name, action, subject_kind, subject_id) values (now(), {theirs}, '{Marker}', 'denial.note', 'denial', '{denial}')");
        var answers = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["People/ListPeople"] = await site.Get<ListPeople>().Run(some, Stop),
            ["People/ListInvitations"] = await site.Get<ListInvitations>().Run(some, Stop),
            ["People/ListSessions"] = await site.Get<ListSessions>().Run(Guid.NewGuid(), some, Stop),
            ["People/ReadJournal"] = await site.Get<ReadJournal>().Run(new() { SubjectKind = "denial", SubjectId = $"{denial}" }, some, Stop),
            ["People/SearchJournal"] = await site.Get<SearchJournal>().Run(new() { Text = Marker }, some, Stop),
        };
        var rows = File.ReadLines(Path.Combine(ContainerFilesTests.Root(), "docs", "rules", "access.csv")).Select(l => l.Split(',')).Where(c => c is [_, _, _, _, "site", ..]).Select(c => c[0]).Order();

        Assert.Equal(rows, answers.Keys.Order());
        foreach (var (surface, answer) in answers) { Assert.DoesNotContain(Marker, JsonSerializer.Serialize(answer, answer.GetType()), StringComparison.OrdinalIgnoreCase); }
    }

    /// <summary>A practice with one denied claim, whose every name is the marker, and somebody of another practice who is an admin there.</summary>
    private async Task<(int Practice, Dictionary<string, long> Ids)> PrepareAsync()
    {
        if (await site.ScalarAsync<long>($"select count(*) from practice where name = '{Marker}'") == 0)
        {
            var ours = await site.ScalarAsync<int>("insert into practice (name, time_zone) values ('Elm Street', 'America/New_York') returning practice_id");
            var practice = await site.ScalarAsync<int>($"insert into practice (name, time_zone) values ('{Marker}', 'America/New_York') returning practice_id");
            var rows = new DenialRows(site.Database);
            await rows.AddAsync(new() { Practice = practice, Payer = await rows.PayerAsync("Both Health"), Denied = 10m });
            await site.ScalarAsync<object>(
                $"""
                set session_replication_role = replica;
                update claim set patient_control_number = '{Marker}' where practice_id = {practice};
                update adjudication set patient_control_number = '{Marker}' where practice_id = {practice};
                update denial set patient_control_number = '{Marker}', patient_name = '{Marker}', search = lower('{Marker}') where practice_id = {practice};
                set session_replication_role = default
                """);
            var added = await site.Get<ManagePeople>().Run(
                new() { Act = ManagePeople.Act.Add, Name = "Eli Elsewhere", Email = Person, Role = Roles.Admin, DemoPassword = Site.Password }, Actor.Desk, Stop);
            var narrowed = await site.Get<ManagePeople>().Run(new() { Act = ManagePeople.Act.ChangePractices, UserId = added.UserId, Practices = [ours] }, Actor.Desk, Stop);
            Assert.Null(narrowed.Refusal);
        }

        var theirs = await site.ScalarAsync<int>($"select practice_id from practice where name = '{Marker}'");
        var ids = new Dictionary<string, long>(StringComparer.Ordinal)
        {
            ["DENIALID"] = await site.ScalarAsync<long>($"select denial_id from denial where practice_id = {theirs}"),
            ["CLAIMID"] = await site.ScalarAsync<long>($"select claim_id from denial where practice_id = {theirs}"),
            ["REMITTANCEID"] = await site.ScalarAsync<long>($"select remittance_id from remittance where practice_id = {theirs}"),
            ["FILEID"] = await site.ScalarAsync<long>($"select file_id from remittance where practice_id = {theirs}"),
        };
        return (theirs, ids);
    }

    /// <summary>What takes a practice; its own settings page belongs to admins of the whole desk.</summary>
    private IEnumerable<RouteEndpoint> Endpoints()
        => site.Get<IEnumerable<EndpointDataSource>>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().DistinctBy(e => (Pattern(e), IsGet(e)))
            .Where(e => Pattern(e).Contains("{practiceId", StringComparison.OrdinalIgnoreCase));

    private static bool IsPage(RouteEndpoint endpoint) => endpoint.Metadata.OfType<RouteAttribute>().Any() || endpoint.Metadata.Any(m => m.GetType().Name == "ComponentTypeMetadata");

    private static string Pattern(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.TrimStart('/');

    private static bool IsGet(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<HttpMethodMetadata>() is not { } methods || methods.HttpMethods.Contains("GET");
}
