using DenialDesk.X12.Acknowledgment;
using DenialDesk.X12.Status;

namespace DenialDesk.X12.Tests.Status;

/// <summary>The acknowledgment code of the library's README runs, and is the code that stands there.</summary>
public sealed class StatusReadmeTests
{
    [Fact]
    public void The_example_finds_the_rejected_claims()
    {
        using var output = new StringWriter();
        Example(Path.Combine(Repository.Samples, "277ca-every-segment.277"), Path.Combine(Repository.Samples, "999-every-segment.999"), output);

        Assert.Contains("CB200302 rejected by Clearinghouse: A8:187:82 A8:453:82 A8:454 A7:562:82", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("0002 CB200502: REF (number 41 from ST, loop 2300): A segment that has to be there is missing.", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_is_the_one_in_the_readme()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "src", "DenialDesk.X12", "README.md"));
        var shown = Lines(readme.Split("```csharp").Select(b => b.Split("```")[0]).Single(b => b.Contains("new StatusReader", StringComparison.Ordinal)));
        var here = Lines(File.ReadAllText(Path.Combine(Repository.Root, "tests", "DenialDesk.X12.Tests", "Status", "StatusReadmeTests.cs")));

        var start = here.IndexOf(shown[0]);

        Assert.True(start >= 0);
        Assert.Equal(shown, here.Skip(start).Take(shown.Count));
    }

    private static List<string> Lines(string text) =>
        text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToList();

    private static void Example(string statusPath, string acknowledgmentPath, TextWriter output)
    {
        using var statusFile = File.OpenRead(statusPath);
        using var status = new StatusReader(statusFile);
        while (status.Read())
        {
            if (status.Current is StatusClaimRead { Claim: { Decision.Outcome: StatusOutcome.Rejected } claim })
            {
                var codes = claim.Decision.Statuses.SelectMany(s => s.Codes);
                output.WriteLine($"{claim.PatientControlNumber} rejected by {claim.Decision.By}: {string.Join(' ', codes)}");
            }
        }

        using var acknowledgmentFile = File.OpenRead(acknowledgmentPath);
        foreach (var lost in AcknowledgmentFile.Read(acknowledgmentFile).Rejections)
        {
            output.WriteLine($"{lost.ControlNumber} {lost.PatientControlNumber}: {string.Join(' ', lost.Sentences)}");
        }
    }
}
