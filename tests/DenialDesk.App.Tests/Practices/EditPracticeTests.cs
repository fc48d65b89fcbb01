using DenialDesk.App.People;
using DenialDesk.App.Practices;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Tests.Practices;

public sealed class EditPracticeTests(EditPracticeTests.Desk desk) : IClassFixture<EditPracticeTests.Desk>
{
    public sealed class Desk(Cluster cluster) : DeskFixture(cluster);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_practice_is_saved_with_its_identifiers_and_the_journal_has_old_and_new()
    {
        var input = await PracticeAsync();

        var refusal = await desk.Get<EditPractice>().Run(input with { Name = "Elm Clinic", State = "TX", Identifiers = [new("npi", "1234567893"), new("tin", "123456789")] }, Actor.Desk, Stop);

        Assert.Null(refusal);
        var saved = (await desk.Get<ListPractices>().Run(Actor.Desk, Stop)).Single(p => p.PracticeId == input.PracticeId);
        Assert.Equal(("Elm Clinic", "TX", 2, 2), (saved.Name, saved.State, saved.Version, saved.Identifiers.Count));
        Assert.Equal(
            "Elm Street > Elm Clinic",
            await desk.ScalarAsync("select old->>'name' || ' > ' || (new->>'name') from journal where action = 'practice.edited' and practice_id = $1", input.PracticeId));
    }

    [Fact]
    public async Task An_edit_of_an_older_version_and_a_taken_identifier_are_refused()
    {
        var first = await PracticeAsync();
        var second = await PracticeAsync();
        await desk.Get<EditPractice>().Run(first with { Identifiers = [new("npi", "1999999999")] }, Actor.Desk, Stop);

        var stale = await desk.Get<EditPractice>().Run(first, Actor.Desk, Stop);
        var taken = await desk.Get<EditPractice>().Run(second with { Identifiers = [new("npi", "1999999999")] }, Actor.Desk, Stop);

        Assert.Contains("Someone changed", stale!.Sentence, StringComparison.Ordinal);
        Assert.Contains("belongs to another practice", taken!.Sentence, StringComparison.Ordinal);
        Assert.Equal(1, await desk.ScalarAsync("select version from practice where practice_id = $1", second.PracticeId));
    }

    [Fact]
    public async Task What_is_wrong_is_said_in_a_sentence()
    {
        var input = await PracticeAsync();

        Assert.Contains("time zone", input with { TimeZone = "Mars/Olympus" } is var zone ? zone.Check()!.Sentence : "", StringComparison.Ordinal);
        Assert.Contains("two capital letters", (input with { State = "Tx" }).Check()!.Sentence, StringComparison.Ordinal);
        Assert.Contains("30 to 20,000", (input with { MinutesPerDay = 5 }).Check()!.Sentence, StringComparison.Ordinal);
        Assert.Contains("ten digits", (input with { Identifiers = [new("npi", "12")] }).Check()!.Sentence, StringComparison.Ordinal);
        Assert.Contains("nine digits", (input with { Identifiers = [new("tin", "12-3456789")] }).Check()!.Sentence, StringComparison.Ordinal);
        Assert.Null(input.Check());
    }

    [Fact]
    public async Task Only_an_admin_of_that_practice_may()
    {
        var input = await PracticeAsync();
        var manager = new Actor(Guid.NewGuid(), "Mo", Roles.Of(Roles.Manager), null);
        var elsewhere = Actor.Desk with { PracticeIds = new HashSet<int> { -1 } };

        await Assert.ThrowsAsync<NotPermittedException>(() => desk.Get<EditPractice>().Run(input, manager, Stop));
        Assert.Equal("practice_unknown", (await desk.Get<EditPractice>().Run(input, elsewhere, Stop))!.Code);
    }

    private async Task<EditPractice.Input> PracticeAsync()
        => new()
        {
            PracticeId = await new DenialRows(desk.Database).PracticeAsync("Elm Street"),
            Version = 1,
            Name = "Elm Street",
            TimeZone = "America/New_York",
            MinutesPerDay = 960,
            Identifiers = [],
        };
}
