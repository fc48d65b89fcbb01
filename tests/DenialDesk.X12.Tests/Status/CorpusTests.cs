using DenialDesk.X12.Status;

namespace DenialDesk.X12.Tests.Status;

public sealed class CorpusTests
{
    [Theory]
    [InlineData("277CA")]
    [InlineData("277-other")]
    public void Every_public_277_has_the_rejected_claims_a_plain_splitter_finds(string kind)
    {
        var wrong = new List<string>();
        foreach (var path in Corpus.Files(kind))
        {
            var bytes = File.ReadAllBytes(path);
            var expected = SplitStatus.Of(bytes);

            var claims = Claims(bytes, out var statuses);

            var rejected = claims.Where(c => c.Decision.Outcome == StatusOutcome.Rejected).Select(c => c.TraceNumber);
            if (!expected.Claims.SequenceEqual(claims.Select(c => c.TraceNumber)) || !expected.Rejected.SequenceEqual(rejected) || expected.Statuses != statuses)
            {
                wrong.Add($"{Path.GetFileName(path)}: counted {string.Join(' ', expected.Claims)} / {string.Join(' ', expected.Rejected)} / {expected.Statuses}, read {string.Join(' ', claims.Select(c => c.TraceNumber))} / {string.Join(' ', rejected)} / {statuses}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Each_public_277_is_told_apart()
    {
        foreach (var path in Corpus.Files("277-other"))
        {
            Assert.Equal(StatusKind.StatusResponse, Kind(File.ReadAllBytes(path)));
        }

        foreach (var path in Corpus.Files("277CA"))
        {
            Assert.Contains(Kind(File.ReadAllBytes(path)), new[] { StatusKind.ClaimAcknowledgment, StatusKind.DataReporting });
        }
    }

    internal static List<StatusClaim> Claims(byte[] bytes, out int statuses)
    {
        var claims = new List<StatusClaim>();
        statuses = 0;
        using var reader = new StatusReader(new MemoryStream(bytes));
        while (reader.Read())
        {
            switch (reader.Current)
            {
                case StatusClaimRead { Claim: var claim }:
                    claims.Add(claim);
                    statuses += claim.Statuses.Count + claim.Lines.Sum(l => l.Statuses.Count);
                    break;
                case StatusLevelRead { Level: var level }:
                    statuses += level.Statuses.Count;
                    break;
            }
        }

        return claims;
    }

    private static StatusKind Kind(byte[] bytes)
    {
        using var reader = new StatusReader(new MemoryStream(bytes));
        Assert.True(reader.Read());
        return Assert.IsType<StatusOpened>(reader.Current).Header.Kind;
    }
}
