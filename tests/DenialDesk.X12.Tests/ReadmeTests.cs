using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Tests;

/// <summary>The code of the library's README runs, and is the code that stands there.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void The_example_reads_a_file()
    {
        using var output = new StringWriter();
        Example(Path.Combine(Repository.Samples, "835-denials.835"), output);

        Assert.Contains("NORTHSTAR HEALTH PLAN pays 215.5 by ACH EFT0001", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("    CO-197 100 at transaction 1, segment ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("  3 claims, Balanced, sha256 ", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_is_the_one_in_the_readme()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "src", "DenialDesk.X12", "README.md"));
        var shown = Lines(readme.Split("```csharp")[1].Split("```")[0]);
        var here = Lines(File.ReadAllText(Path.Combine(Repository.Root, "tests", "DenialDesk.X12.Tests", "ReadmeTests.cs")));

        var start = here.IndexOf(shown[0]);

        Assert.True(start >= 0);
        Assert.Equal(shown, here.Skip(start).Take(shown.Count));
    }

    private static List<string> Lines(string text) =>
        text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToList();

    private static void Example(string path, TextWriter output)
    {
        using var file = File.OpenRead(path);
        using var reader = new RemittanceReader(file);
        while (reader.Read())
        {
            switch (reader.Current)
            {
                case TransactionOpened { Header: var header }:
                    output.WriteLine($"{header.Payer.Name} pays {header.Amount} by {header.Method} {header.TraceNumber}");
                    break;
                case ClaimRead { Claim: var claim }:
                    output.WriteLine($"  {claim.PatientControlNumber}: charge {claim.Charge}, paid {claim.Paid}, {claim.Balance.State}");
                    foreach (var adjustment in claim.AllAdjustments)
                    {
                        output.WriteLine($"    {adjustment.Group}-{adjustment.Reason} {adjustment.Amount} at {adjustment.At}");
                    }

                    break;
                case TransactionClosed { Trailer: var trailer }:
                    output.WriteLine($"  {trailer.Claims} claims, {trailer.Balance.State}, sha256 {trailer.CanonicalHash}");
                    break;
            }
        }

        foreach (var problem in reader.Problems)
        {
            output.WriteLine($"{problem.Severity} {problem.Code} at {problem.At}: {problem.Sentence}");
        }
    }
}
