using DenialDesk.App.Deadlines;
using DenialDesk.Domain.Appeals;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using Npgsql;

namespace DenialDesk.App.Appeals;

/// <summary>Which level of appeal a denial has now, from the payer's rules and what was decided before.</summary>
internal static class AppealLevels
{
    /// <summary>The level to begin with or to go on with, and the appeal it follows.</summary>
    /// <param name="wish">The level a person chose; null takes the recommended one.</param>
    public static async Task<(LevelOffer Offer, long? Follows)> OfAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, ClockedDenial denial, IReadOnlyList<WindowRule> rules, decimal amount, WindowAction? wish, CancellationToken cancellation)
    {
        if (await LastAsync(connection, transaction, denial.PracticeId, denial.DenialId, cancellation) is var (appeal, level, decided))
        {
            return (AppealLadder.Next(rules, denial.Context, denial.Events, level, decided, amount), appeal);
        }

        var openings = AppealLadder.Openings(rules, denial.Context, denial.Events, denial.Appealable, amount);
        return (openings.FirstOrDefault(o => o.Level == wish) ?? openings[0], null);
    }

    /// <summary>The last appeal of the claim by the same payer that was decided against us.</summary>
    private static async Task<(long Appeal, WindowAction Level, DateOnly Decided)?> LastAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, int practiceId, long denialId, CancellationToken cancellation)
    {
        // The claim's denials by denial_claim, their appeals by appeal_denial_denial.
        await using var command = new NpgsqlCommand(
            """
            select a.appeal_id, a.level, a.decided_on from denial d join denial x on x.practice_id = d.practice_id and x.claim_id = d.claim_id and x.payer_id = d.payer_id
            join appeal_denial m on m.practice_id = x.practice_id and m.denial_id = x.denial_id join appeal a on a.practice_id = m.practice_id and a.appeal_id = m.appeal_id
            where d.practice_id = $1 and d.denial_id = $2 and a.status in ('upheld', 'dismissed', 'partial') order by a.decided_on desc, a.appeal_id desc limit 1
            """, connection, transaction)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = denialId } },
        };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation) ? (rows.GetInt64(0), CodeNames.Read<WindowAction>(rows.GetString(1)), rows.GetFieldValue<DateOnly>(2)) : null;
    }
}
