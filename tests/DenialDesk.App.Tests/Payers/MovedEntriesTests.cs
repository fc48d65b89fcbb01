using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.App.Payers;
using DenialDesk.App.People;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.App.Tests.Payers;

public sealed class MovedEntriesTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Few_moves_have_an_entry_each_and_many_share_entries_of_a_thousand_a_practice()
    {
        Assert.Equal(999, MovedEntries.Of(Moves(999, 1)).Count());
        Assert.Equal([("denials", "1000"), ("denials", "1000"), ("denials", "500")], MovedEntries.Of(Moves(2_500, 1)).Select(e => (e.SubjectKind, e.SubjectId)));
        Assert.Equal([1, 2], MovedEntries.Of([.. Moves(600, 1), .. Moves(600, 2)]).Select(e => e.PracticeId!.Value));
    }

    [Fact]
    public async Task A_denial_of_a_shared_entry_is_found_in_the_journal_with_its_own_old_and_new_day()
    {
        var practice = await new DenialRows(desk.Database).PracticeAsync("Elm Street");
        await using (var connection = await desk.Database.OpenConnectionAsync(Stop))
        await using (var transaction = await connection.BeginTransactionAsync(Stop))
        {
            await Journal.AppendAsync(connection, transaction, Actor.Desk, DateTimeOffset.UtcNow, Stop, [.. MovedEntries.Of(Moves(1_000, practice))]);
            await transaction.CommitAsync(Stop);
        }

        var told = Assert.Single(await new ReadJournal(desk.Database).Run(new() { SubjectKind = "denial", SubjectId = "900007" }, Actor.Desk, Stop));
        Assert.Equal(("denial.deadline_moved", "denial", "900007", practice), (told.Action, told.SubjectKind, told.SubjectId, told.PracticeId));
        Assert.Contains("2026-03-08", told.Old, StringComparison.Ordinal);
        Assert.Contains("2026-04-08", told.New, StringComparison.Ordinal);
        Assert.DoesNotContain("denials", told.New, StringComparison.Ordinal);
        Assert.Empty(await new ReadJournal(desk.Database).Run(new() { SubjectKind = "denial", SubjectId = "899999" }, Actor.Desk, Stop));
        Assert.Single(await new ReadJournal(desk.Database).Run(new() { SubjectKind = "denials" }, Actor.Desk, Stop));
        Assert.Empty((await JournalChain.VerifyAsync(desk.Database, [], Stop)).Faults);
    }

    private static List<ClockMove> Moves(int count, int practice) => [.. Enumerable.Range(0, count).Select(i => Move(900_000 + i, practice, i % 28))];

    private static ClockMove Move(long denial, int practice, int day)
    {
        var before = new StoredClock(WindowAction.Appeal1, new DateOnly(2026, 3, 1).AddDays(day), new DateOnly(2026, 2, 20), "shipped", 1, false, false, "as shipped");
        var after = before with { DueOn = new DateOnly(2026, 4, 1).AddDays(day), RuleId = "own", RuleVersion = 2 };
        return new(
            new(practice, denial, 1, "A", "coding", "16", 10m, null, null, "new", new(), WindowEvents.OfDenial(new(2026, 1, 1), null, null, null, null), true, before), after, new(2026, 2, 1));
    }
}
