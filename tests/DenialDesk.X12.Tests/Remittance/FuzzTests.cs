using System.Diagnostics;
using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Tests.Remittance;

/// <summary>Seeded mutations of the samples: whatever the bytes, nothing throws and nothing hangs. FUZZ_FILES asks for more of them.</summary>
public sealed class FuzzTests
{
    private static readonly TimeSpan LongestFile = TimeSpan.FromSeconds(5);

    [Fact]
    public void No_mutated_remittance_throws_or_hangs()
    {
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_FILES"), out var asked) ? asked : 40_000;
        var seeds = ShippedFile.Names(".835").Select(ShippedFile.Bytes).ToArray();
        var numbers = new Random(835_005_010);
        var claims = 0L;
        for (var round = 0; round < rounds; round++)
        {
            var mutated = Mutation.Of(seeds[round % seeds.Length], numbers);
            var clock = Stopwatch.StartNew();
            try
            {
                claims += ReadWhole(mutated);
            }
            catch (Exception e)
            {
                Assert.Fail($"Mutation {round} threw: {e}");
            }

            Assert.True(clock.Elapsed < LongestFile, $"Mutation {round} took {clock.Elapsed}");
        }

        Assert.True(claims > rounds / 2);
    }

    private static int ReadWhole(byte[] bytes)
    {
        using var reader = new RemittanceReader(new MemoryStream(bytes), new RemittanceOptions { RecycleClaims = true });
        var claims = 0;
        while (reader.Read())
        {
            if (reader.Current is ClaimRead read)
            {
                claims++;
                Touch(read.Claim);
            }
            else if (reader.Current is TransactionOpened opened)
            {
                _ = (opened.Header.Payer.BusinessPhone, opened.Header.Payee.Npi, opened.Header.Payee.TaxId);
            }
        }

        return claims;
    }

    /// <summary>Asks for every value once, so that what is read late is fuzzed too.</summary>
    private static void Touch(RemittanceClaim claim)
    {
        _ = (claim.Patient, claim.Parties, claim.Inpatient, claim.Outpatient, claim.Remarks, claim.References, claim.Dates, claim.Contacts);
        _ = (claim.Amounts, claim.Quantities, claim.UnknownSegments, claim.Balance, claim.StatementFrom, claim.Segments, claim.DrgWeight);
        foreach (var adjustment in claim.AllAdjustments)
        {
            _ = adjustment.At.ToString();
        }

        foreach (var line in claim.Lines)
        {
            _ = (line.Procedure, line.SubmittedProcedure, line.ServiceFrom, line.ServiceTo, line.References, line.Amounts, line.Remarks);
            _ = (line.OtherRemarks, line.UnknownSegments, line.Balance, line.ByteLength, line.PolicyIds, line.PaidUnits);
        }
    }
}
