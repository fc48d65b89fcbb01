using System.Text;
using DenialDesk.App.Remittances;
using DenialDesk.Domain.Denials;

namespace DenialDesk.App.Tests.Remittances;

/// <summary>A reason code nobody knows surfaces with its dollars, in the import and in what inspect says beforehand.</summary>
public sealed class UnknownReasonTests(Cluster cluster) : DeskFixture(cluster)
{
    [Theory]
    [InlineData("XX")]
    [InlineData("9999")]
    public async Task A_reason_of_no_known_form_is_a_denial_with_the_same_dollars_in_inspect_and_import(string reason)
    {
        const string name = "835-denied-line-on-paid-claim.835";
        var known = Inspect(SampleFiles.Read(name), []);
        var content = Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(SampleFiles.Read(name)).Replace("CAS*CO*97*", $"CAS*CO*{reason}*", StringComparison.Ordinal));
        var decisions = new List<ClaimDecision>();

        var said = Inspect(content, decisions);
        var report = await this.ImportAsync(name, content);

        Assert.True(known.DeniedAmount > 0m);
        Assert.Equal((known.Denials, known.DeniedAmount), (said.Denials, said.DeniedAmount));
        Assert.Equal((said.Denials, said.DeniedAmount), (report.Denials, report.DeniedAmount));
        Assert.Contains($"CO-{reason}", said.Carc.Keys);
        Assert.Contains(decisions, d => d.Flags.Contains(ReviewPoint.UnknownCarc) && d.Denial is not null);
    }

    private static Inspection Inspect(byte[] content, List<ClaimDecision> decisions) =>
        InspectFile.Run(new MemoryStream(content), new DateOnly(2026, 1, 31), new InspectListener
        {
            Remittance = (_, decision) =>
            {
                if (decision is not null)
                {
                    decisions.Add(decision);
                }
            },
        });
}
