using System.Globalization;
using DenialDesk.Domain.Prevention;

namespace DenialDesk.Domain.Tests.Prevention;

/// <summary>Which clusters are told, and how closely.</summary>
public sealed class SpikeScanTests
{
    private static readonly int[] Quiet = [1, 2, 1, 0, 2, 1, 1, 2, 0, 1, 2, 1, 1, 1];

    [Fact]
    public void Of_clusters_inside_one_another_only_the_closest_is_told()
    {
        WatchedSeries[] series =
        [
            Of(new(null, "authorization"), [.. Quiet, 12]),
            Of(new(1, "authorization"), [.. Quiet, 12]),
            Of(new(1, "authorization", "197"), [.. Quiet, 12]),
            Of(new(2, "coding", "4"), [.. Quiet, 1]),
        ];

        var found = Assert.Single(SpikeScan.Find(series));

        Assert.Equal(ClusterLevel.PayerCarc, found.Key.Level);
        Assert.True(found.Alert);
    }

    [Fact]
    public void A_category_is_told_when_no_payer_stands_out_by_itself()
    {
        var spread = Enumerable.Range(1, 6).Select(payer => Of(new(payer, "coding", "4"), [0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 2]));

        var found = Assert.Single(SpikeScan.Find([Of(new(null, "coding"), [.. Quiet, 12]), .. spread]), f => f.Alert);

        Assert.Equal("category:coding", found.Key.Text);
    }

    [Fact]
    public void A_part_is_named_when_it_holds_most_of_it_and_is_not_nearly_the_whole()
    {
        var whole = Assert.Single(SpikeScan.Find([Of(new(1, "authorization", "197"), [.. Quiet, 12])]));
        var therapy = Of(whole.Key with { Procedure = "971" }, [0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 11], 60);
        var only = Of(whole.Key with { Provider = "1999999984" }, [.. Quiet, 12], 200);

        Assert.Equal("971", SpikeScan.Narrow(whole, [therapy, only]).Key.Procedure);
        Assert.Equal(whole.Key, SpikeScan.Narrow(whole, [only]).Key);
        Assert.Equal(whole.Key.Text, SpikeScan.Narrow(whole, [therapy]).Key.Text);
    }

    [Fact]
    public void A_code_the_payer_had_not_used_for_ninety_days_is_new_from_the_third_denial()
    {
        int[] silent = new int[14];

        Assert.True(SpikeScan.IsNew(new([.. silent, 3], Claims(15, 20))));
        Assert.False(SpikeScan.IsNew(new([.. silent, 2], Claims(15, 20))));
        Assert.False(SpikeScan.IsNew(new([.. silent, 3], Claims(15, 2))));
        Assert.False(SpikeScan.IsNew(new([.. silent[..13], 1, 3], Claims(15, 20))));
        Assert.True(Assert.Single(SpikeScan.Find([Of(new(1, "coding", "4"), [.. silent, 3])])).NewCode);
    }

    [Fact]
    public void What_ended_is_watched_again_only_for_what_came_after_its_end()
    {
        int[] decaying = [.. Quiet, 10, 10, 10, 10, 10, 1, 1, 1, 1, 1];
        var old = Assert.Single(SpikeScan.Find([Of(new(1, "authorization", "197"), decaying)]));
        var fresh = Assert.Single(SpikeScan.Find([Of(new(1, "authorization", "197"), [.. decaying, 12, 12, 12])]));

        Assert.False(old.Alert);
        Assert.Null(SpikeScan.Renewed(old, 4));
        Assert.Equal(old.Reading.Climb, SpikeScan.Renewed(old, 26)!.Reading.Climb, 9);
        Assert.NotNull(SpikeScan.Renewed(fresh with { Alert = false }, 4));
        Assert.Same(fresh, fresh.Alert ? SpikeScan.Renewed(fresh, 0) : fresh);
    }

    [Fact]
    public void Excess_dollars_a_month_come_out_as_written()
    {
        foreach (var row in RuleTable.Rows("prevention.md", "Seen in the weeks"))
        {
            var reading = new SpikeReading(.001, Whole(row["Weeks"]), Whole(row["Seen in the weeks"]), double.Parse(row["Expected"], CultureInfo.InvariantCulture), 0);

            Assert.Equal(decimal.Parse(row["A month"], CultureInfo.InvariantCulture), SpikeScan.DollarsAMonth(reading, decimal.Parse(row["Their dollars"], CultureInfo.InvariantCulture)));
        }
    }

    [Fact]
    public void An_alert_says_what_was_seen_and_what_was_expected()
    {
        Assert.Equal("14 denials in the last 4 weeks, 4.2 were to be expected. Since the week of 3/1/2026.", AlertWords.Sentence(14, 4.2, 4, new(2026, 3, 1), false));
        Assert.Equal("Alder: 197 (Authorization), procedures 971…", AlertWords.Title(new("Alder", "Authorization", "197", "", "971")));
        Assert.Equal("All payers: Coding", AlertWords.Title(new(null, "Coding", "", "", "")));
    }

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static int[] Claims(int weeks, int each) => [.. Enumerable.Repeat(each, weeks)];

    private static WatchedSeries Of(ClusterKey key, int[] denials, int claims = 200) => new(key, new(denials, Claims(denials.Length, claims)));
}
