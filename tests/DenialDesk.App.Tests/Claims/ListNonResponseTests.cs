using System.Globalization;
using DenialDesk.App.Claims;
using DenialDesk.App.People;

namespace DenialDesk.App.Tests.Claims;

public sealed class ListNonResponseTests(Cluster cluster) : DeskFixture(cluster)
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(DateTime.UtcNow);

    private static string Ago(int days) => Today.AddDays(-days).ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private async Task<IReadOnlyList<NonResponseRow>> ListAsync(bool all = false)
        => (await Get<ListNonResponse>().Run(new() { All = all }, Actor.Desk, TestContext.Current.CancellationToken)).Rows;

    [Fact]
    public async Task A_claim_is_listed_after_the_default_days_with_its_timely_filing_clock()
    {
        await this.ImportAsync("old.837", TwoWays.Sent(Ago(40), 1, new Told("LATE01", Day: Ago(45))));
        await this.ImportAsync("new.837", TwoWays.Sent(Ago(10), 2, new Told("FRESH01", Day: Ago(12))));

        var late = Assert.Single(await ListAsync());
        Assert.Equal("LATE01", late.Account);
        Assert.Equal(30, late.UsualDays);
        Assert.InRange(late.DaysWaiting, 39, 41);
        Assert.NotNull(late.Due);
        Assert.True(late.Due > Today.AddDays(-45));
        Assert.Contains("clearinghouse first", late.Ask, StringComparison.Ordinal);
        Assert.Equal(["LATE01", "FRESH01"], (await ListAsync(all: true)).Select(r => r.Account));
    }

    [Fact]
    public async Task A_payers_own_days_count_once_thirty_answers_are_known()
    {
        var answered = Enumerable.Range(1, 30).Select(i => new Told($"KNOWN{i:000}", $"NAME{(char)('A' + (i % 26))}", $"M{i:0000}", Ago(80))).ToArray();
        await this.ImportAsync("many.837", TwoWays.Sent(Ago(70), 1, answered));
        await this.ImportAsync("waiting.837", TwoWays.Sent(Ago(14), 2, new Told("LATE01", "ZULU", "M9999", Ago(15))));
        await this.ImportAsync("most.835", TwoWays.Answered(Ago(60), 3, answered[..29]));
        Assert.Equal(["KNOWN030"], (await ListAsync()).Select(r => r.Account));

        await this.ImportAsync("last.835", TwoWays.Answered(Ago(60), 4, answered[29]));
        var late = Assert.Single(await ListAsync());
        Assert.Equal("LATE01", late.Account);
        Assert.Equal(10, late.UsualDays);
        Assert.StartsWith("learned from 30", late.UsualBasis, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_later_submission_waits_in_place_of_the_earlier_one()
    {
        await this.ImportAsync("first.837", TwoWays.Sent(Ago(60), 1, new Told("TWICE01", Day: Ago(65))));
        await this.ImportAsync("second.837", TwoWays.Sent(Ago(40), 2, new Told("TWICE01", Day: Ago(65))));

        Assert.InRange(Assert.Single(await ListAsync()).DaysWaiting, 39, 41);
    }
}
