using DenialDesk.X12.Claims;
using DenialDesk.X12.Writing;

namespace DenialDesk.X12.Tests.Claims;

/// <summary>The README's example of a corrected claim runs, and is the code that stands there.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void The_example_writes_a_corrected_claim()
    {
        using var output = new StringWriter();
        Example(Path.Combine(Repository.Samples, "837p-every-segment.837"), output);

        Assert.Contains("REF*G1*AU99812 -> REF*G1*AU77", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("not written", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_is_the_one_in_the_readme()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "src", "DenialDesk.X12", "README.md"));
        var shown = Lines(readme.Split("```csharp").Single(b => b.Contains("new ClaimReader(", StringComparison.Ordinal)).Split("```")[0]);
        var here = Lines(File.ReadAllText(Path.Combine(Repository.Root, "tests", "DenialDesk.X12.Tests", "Claims", "ReadmeTests.cs")));

        var start = here.IndexOf(shown[0]);

        Assert.True(start >= 0);
        Assert.Equal(shown, here.Skip(start).Take(shown.Count));
    }

    private static List<string> Lines(string text) =>
        text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToList();

    private static void Example(string claimPath, TextWriter output)
    {
        using var claimFile = File.OpenRead(claimPath);
        using var claims = new ClaimReader(claimFile);
        while (claims.Read())
        {
            if (claims.Current is not SubmittedClaimRead { Claim: var original })
            {
                continue;
            }

            var result = CorrectedClaim.Write(original, new CorrectedClaimRequest
            {
                Kind = ResubmissionKind.Corrected,
                Answer = PayerAnswer.Adjudicated,
                PayerClaimControlNumber = "NS20260001",
                InterchangeControlNumber = 902,
                GroupControlNumber = 902,
                BatchReference = "CB000902",
                Date = new DateOnly(2026, 7, 1),
                Time = new TimeOnly(9, 5),
                IsTest = true,
                Edits = new ClaimEdits { AuthorizationNumber = "AU77", Lines = [new LineEdit { Line = 1, Modifiers = ["25"] }] },
            });
            foreach (var sentence in result.Refusals)
            {
                output.WriteLine($"not written: {sentence}");
            }

            foreach (var change in result.Changes)
            {
                output.WriteLine($"{change.Before} -> {change.After}");
            }
        }
    }
}
