using DenialDesk.X12.Acknowledgment;

namespace DenialDesk.X12.Tests.Acknowledgment;

public sealed class CorpusTests
{
    [Theory]
    [InlineData("999")]
    [InlineData("997")]
    [InlineData("TA1")]
    public void Every_public_acknowledgment_rejects_what_a_plain_splitter_finds(string kind)
    {
        var wrong = new List<string>();
        foreach (var path in Corpus.Files(kind))
        {
            var bytes = File.ReadAllBytes(path);
            var expected = SplitAcknowledgment.Of(bytes);

            var read = AcknowledgmentFile.Read(new MemoryStream(bytes));

            var counted = Told(expected.Accepted, expected.Rejected, expected.RejectedSets, expected.RejectedClaims, expected.RejectedInterchanges);
            var found = Told(
                read.Accepted,
                read.Rejected,
                read.Sets.Where(s => s.State == AcknowledgmentState.Rejected).Select(s => s.ControlNumber),
                read.Rejections.Where(r => r.Scope == RejectionScope.Claim).Select(r => r.PatientControlNumber!),
                read.Rejections.Where(r => r.Scope == RejectionScope.Interchange).Select(r => r.ControlNumber));
            if (counted != found)
            {
                wrong.Add($"{Path.GetFileName(path)}: counted {counted}; read {found}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static string Told(int accepted, int rejected, IEnumerable<string> sets, IEnumerable<string> claims, IEnumerable<string> interchanges) =>
        $"{accepted} accepted, {rejected} rejected: {string.Join(' ', sets)} / {string.Join(' ', claims)} / {string.Join(' ', interchanges)}";
}
