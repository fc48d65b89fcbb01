using DenialDesk.App.Claims;
using DenialDesk.App.Practices;
using DenialDesk.App.Rejections;
using DenialDesk.Domain.Codes;
using DenialDesk.X12;
using DenialDesk.X12.Remittance;
using Npgsql;

namespace DenialDesk.App.Intake;

/// <summary>Posts what is in a file beside remittances: 837, 277CA, 999, 997 and TA1, found from the content. Inside the caller's transaction.</summary>
internal sealed class OtherTransactions(NpgsqlConnection connection, NpgsqlTransaction transaction, CodeBook book, Arrival arrival, IReadOnlyList<SkippedTransaction> skipped)
{
    /// <summary>Posts them and settles links, matches and rejections; the verdicts by the segment number of each ST (TA1: of itself, negative).</summary>
    public async Task<Dictionary<int, OtherVerdict>> PostAsync(long fileId, bool remittancesPosted, List<Problem> problems, CancellationToken cancellation)
    {
        var verdicts = new List<OtherVerdict>();
        if (!remittancesPosted || skipped.Count > 0 || arrival.Spool.Mentions("TA1"u8)) { await ReadAsync(fileId, verdicts, problems, cancellation); }

        if (verdicts.Count > 0 || remittancesPosted)
        {
            await ClaimMatching.AfterFileAsync(connection, transaction, book, fileId, arrival.At, cancellation);
            await SettleAnswers.AfterFileAsync(connection, transaction, fileId, arrival.At, cancellation);
        }

        return verdicts.DistinctBy(v => v.Segment).ToDictionary(v => v.Segment);
    }

    private async Task ReadAsync(long fileId, List<OtherVerdict> verdicts, List<Problem> problems, CancellationToken cancellation)
    {
        var survey = FileSurvey.Run(arrival.Spool.Reread());
        if (survey.Holds("837P", "837I", "837D", "837"))
        {
            verdicts.AddRange(await new ClaimPosting(connection, transaction, fileId, new PracticeRecognition(connection, transaction)).RunAsync(arrival.Spool.Reread(), problems, cancellation));
        }

        var answers = new AnswerPosting(connection, transaction, fileId, DateOnly.FromDateTime(arrival.At.UtcDateTime));
        if (survey.Holds("277CA")) { verdicts.AddRange(await answers.StatusAsync(arrival.Spool.Reread(), problems, cancellation)); }

        if (survey.Holds("999", "997", "TA1"))
        {
            var added = await answers.EnvelopesAsync(arrival.Spool.Reread(), problems, cancellation);
            var state = added > 0 ? "posted" : "already_received";
            verdicts.AddRange(skipped.Where(s => s.Id is "999" or "997").Select(s => new OtherVerdict(s.Id, s.At.Segment, "", state, null, null, 0)));
            if (survey.Holds("TA1") && !skipped.Any(s => s.Id is "999" or "997")) { verdicts.Add(new("TA1", -1, "", state, null, null, 0)); }
        }
    }

    /// <summary>What became of a file without remittances, in words.</summary>
    public static string Sentence(IReadOnlyList<OtherVerdict> verdicts)
    {
        var parts = verdicts.GroupBy(v => (v.Type, v.State)).Select(g => $"{g.Count()} × {g.Key.Type} {Became(g.Key.State)}{(g.Sum(v => v.Claims) is > 0 and var n ? $" ({n:N0} claims)" : "")}");
        return string.Join("; ", parts) + ".";
    }

    private static string Became(string state) => state switch
    {
        "posted" => "posted",
        "already_received" => "already received before",
        "quarantined" => "waiting in quarantine",
        _ => "kept and not posted",
    };
}
