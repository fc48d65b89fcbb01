using System.Text;
using DenialDesk.App.Tests.Claims;

namespace DenialDesk.App.Tests.Practices;

/// <summary>Two NPIs of one tax id bill for one practice, whichever file names them first.</summary>
public sealed class PracticeOfFilesTests(Cluster cluster) : DeskFixture(cluster)
{
    private static readonly Told _visit = new("PAT1", PayerNumber: "ICN1");

    [Theory]
    [InlineData("sent", "second", "first")]
    [InlineData("first", "sent", "second")]
    [InlineData("second", "first", "sent")]
    public async Task The_claims_file_and_the_payments_of_both_numbers_meet_in_one_practice(params string[] order)
    {
        foreach (var name in order)
        {
            await this.ImportAsync(name, name switch
            {
                "sent" => TwoWays.Sent("20260601", 1, _visit),
                "first" => Paid("2999004173", 2, _visit),
                _ => Paid("2999007770", 3, _visit with { Account = "PAT2", PayerNumber = "ICN2" }),
            });
        }

        Assert.Equal(1L, await ScalarAsync("select count(*) from practice"));
        Assert.Equal("npi 2999004173, npi 2999007770, tin 990417263", await ScalarAsync("select string_agg(kind || ' ' || value, ', ' order by kind, value) from practice_identifier"));
        Assert.Equal(1L, await ScalarAsync("select count(*) from submission_link"));
    }

    private static byte[] Paid(string npi, int number, Told visit)
    {
        var text = Encoding.Latin1.GetString(TwoWays.AnsweredTo($"CEDAR BEND MEDICAL GROUP PLLC*XX*{npi}~\nREF*TJ*990417263", "20260701", number, visit));
        // One segment more than was counted.
        var count = text.Split("SE*")[1].Split('*')[0];
        return Encoding.Latin1.GetBytes(text.Replace($"SE*{count}*", $"SE*{int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) + 1}*", StringComparison.Ordinal));
    }
}
