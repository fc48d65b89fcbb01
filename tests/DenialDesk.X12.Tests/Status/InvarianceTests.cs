using System.Text;
using DenialDesk.X12.Status;

namespace DenialDesk.X12.Tests.Status;

public sealed class InvarianceTests
{
    [Theory]
    [InlineData('|', '>', '!', '\n', "")]
    [InlineData('*', '>', '^', '\r', "\n")]
    [InlineData('\u001d', '\u001f', '\u001e', '\u001c', "")]
    [InlineData('^', ':', '!', '~', "\r\n\r\n  ")]
    [InlineData('*', ':', '^', '\'', "\n    ")]
    [InlineData('*', '|', '^', '~', "\r\n")]
    public void Delimiters_and_line_ends_change_nothing(char element, char component, char repetition, char segment, string lineEnd)
    {
        foreach (var name in ShippedFile.Names(".277"))
        {
            var text = ShippedFile.Text(name);

            var dressed = StatusText.Of(new MemoryStream(Dress.With(text, element, component, repetition, segment, lineEnd)), withPlaces: false);

            Assert.Equal(StatusText.Of(new MemoryStream(Encoding.Latin1.GetBytes(text)), withPlaces: false).Replace(':', component), dressed.Replace(':', component));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(61)]
    [InlineData(4096)]
    public async Task Any_chunking_gives_the_same_objects(int most)
    {
        foreach (var name in ShippedFile.Names(".277"))
        {
            var bytes = ShippedFile.Bytes(name);
            Assert.Equal(StatusText.Of(bytes), StatusText.Of(new Dress.Dripping(bytes, most)));

            await using var reader = new StatusReader(new Dress.Dripping(bytes, most));
            var claims = new List<string>();
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            {
                if (reader.Current is StatusClaimRead { Claim: var claim })
                {
                    claims.Add(claim.TraceNumber);
                }
            }

            Assert.Equal(CorpusTests.Claims(bytes, out _).Select(c => c.TraceNumber), claims);
        }
    }

    [Fact]
    public void A_claim_far_too_long_is_cut_with_a_problem_and_the_next_one_is_whole()
    {
        var text = ShippedFile.Text("277ca-every-segment.277");
        var long1 = text.Replace("REF*1K*B26061200301~", "REF*1K*B26061200301~" + string.Concat(Enumerable.Repeat("REF*D9*X~", 2000)), StringComparison.Ordinal);

        var (claims, problems) = Read(Encoding.Latin1.GetBytes(long1), new X12Limits { ClaimBytes = 4096 });

        Assert.Equal(["CB200301", "CB200302", "CB200303", "CB200304", "CB200305", "CB200306"], claims.Select(c => c.TraceNumber));
        Assert.True(claims[0].References.Count < 100);
        Assert.Single(problems, p => p.Code == "claim-too-large" && p.Severity == Severity.Rejects);
        Assert.Equal(5, claims[1].Statuses.Count + claims[1].Lines.Sum(l => l.Statuses.Count) + 1);
    }

    [Fact]
    public void More_claims_or_lines_than_the_limit_are_passed_over_with_a_problem()
    {
        var bytes = ShippedFile.Bytes("277ca-every-segment.277");

        var (few, problems) = Read(bytes, new X12Limits { Claims = 2 });
        var (short1, problemsOfLines) = Read(bytes, new X12Limits { Lines = 1 });

        Assert.Equal(["CB200301", "CB200302"], few.Select(c => c.TraceNumber));
        Assert.Single(problems, p => p.Code == "too-many-claims" && p.Severity == Severity.Rejects);
        Assert.Equal(6, short1.Count);
        Assert.All(short1, c => Assert.True(c.Lines.Count <= 1));
        Assert.Single(problemsOfLines, p => p.Code == "claim-too-many-lines" && p.Severity == Severity.Rejects);
    }

    private static (List<StatusClaim> Claims, IReadOnlyList<Problem> Problems) Read(byte[] bytes, X12Limits limits)
    {
        using var reader = new StatusReader(new MemoryStream(bytes), limits);
        var claims = new List<StatusClaim>();
        while (reader.Read())
        {
            if (reader.Current is StatusClaimRead { Claim: var claim })
            {
                claims.Add(claim);
            }
        }

        return (claims, reader.Problems);
    }
}
