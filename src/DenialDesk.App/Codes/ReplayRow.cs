using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using Npgsql;

namespace DenialDesk.App.Codes;

/// <summary>One side of a denial that a replay changes.</summary>
internal sealed record ReplaySide(decimal Denied, string Category, string Codes, DateOnly Due, string State)
{
    /// <summary>The score on the day of the replay; null for a closed denial.</summary>
    public decimal? Score { get; init; }
}

/// <summary>One denial that a replay opens, closes, changes or, because a person decided, leaves.</summary>
/// <param name="DenialId">Null in shadow for one that does not exist yet.</param>
/// <param name="Kinds">opens, closes, category, deadline, state, other, rank; or kept alone.</param>
/// <param name="Old">Null where there was no denial.</param>
/// <param name="New">Null where there is none afterwards; for one that is kept, what it would have been.</param>
internal sealed record ReplayRow(
    int No, int PracticeId, long AdjudicationId, long? DenialId, string Account, int PayerId, DateOnly DeniedOn, string[] Kinds, string? Why, ReplaySide? Old, ReplaySide? New)
{
    /// <summary>Adds the row to a digest: everything but the score, which moves with the day alone.</summary>
    public void AddTo(IncrementalHash digest)
    {
        string Side(ReplaySide? side) => side is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{side.Denied:0.00}/{side.Category}/{side.Codes}/{side.Due:yyyy-MM-dd}/{side.State}");
        digest.AppendData(Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{PracticeId}|{AdjudicationId}|{string.Join(',', Kinds.Where(k => k != "rank"))}|{Why}|{Side(Old)}|{Side(New)}\n")));
    }

    /// <summary>Its journal entry.</summary>
    public JournalEntry Entry(long setId, Guid command) => new(
        Kinds.Contains("kept") ? "denial.reprocess_kept" : "denial.reprocessed", "denial", $"{DenialId}", PracticeId, Old, new { Now = New, Changes = Kinds, Kept = Why, RuleSet = setId }, command);

    /// <summary>Writes rows of a preview by COPY.</summary>
    public static async Task KeepAsync(NpgsqlConnection connection, long previewId, IReadOnlyList<ReplayRow> rows, CancellationToken cancellation)
    {
        await using var copy = await BulkCopy.IntoAsync(
            connection,
            """
            code_preview_row (preview_id, row_no, practice_id, adjudication_id, denial_id, account, payer_id, denied_on, kinds, why, old_denied, new_denied, old_category, new_category,
              old_codes, new_codes, old_due, new_due, old_state, new_state, old_score, new_score)
            """,
            cancellation);
        foreach (var r in rows)
        {
            copy.Row().Long(previewId).Int(r.No).Int(r.PracticeId).Long(r.AdjudicationId).Long(r.DenialId).Text(r.Account).Int(r.PayerId).Day(r.DeniedOn).Texts(r.Kinds).Text(r.Why)
                .Money(r.Old?.Denied).Money(r.New?.Denied).Text(r.Old?.Category).Text(r.New?.Category).Text(r.Old?.Codes).Text(r.New?.Codes).Day(r.Old?.Due).Day(r.New?.Due)
                .Text(r.Old?.State).Text(r.New?.State).Money(r.Old?.Score).Money(r.New?.Score);
        }

        await copy.DoneAsync(cancellation);
    }
}
