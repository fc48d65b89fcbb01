using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Audit;

/// <summary>What one run looked at and found.</summary>
/// <param name="Found">New findings.</param>
/// <param name="Cleared">Findings that are gone since the run before.</param>
/// <param name="Standing">What stands after it and nobody has accepted; the target is zero.</param>
public sealed record AuditOutcome(int PracticeId, int Denials, int Remittances, int Found, int Cleared = 0, int Standing = 0);

/// <summary>
/// Audits one practice against itself: every denial beside the payer's answers, every stored score, deadline and total beside its own rule. It reads some
/// hundred rows at a time, each batch as of one moment, so a practice of any size takes the same memory; a run that breaks off clears nothing.
/// </summary>
public sealed class AuditPractice(DeskSource database, TimeProvider clock, AuditSettings settings)
{
    private const int Together = 500;
    private const int RemittancesTogether = 50;

    private delegate Task<(long Last, int Read, List<AuditFind> Found)?> Batch(NpgsqlConnection connection, NpgsqlTransaction transaction, long after);

    /// <summary>Which practice, on which of its days.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        /// <summary>The practice's calendar day.</summary>
        public required DateOnly Today { get; init; }
    }

    /// <summary>Runs the audit and writes its findings.</summary>
    public async Task<AuditOutcome> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.RunJobs);
        var started = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var desk = await DeskAsync(connection, input, cancellation);
        var (denials, found) = await WalkAsync(connection, input.PracticeId, started, (c, t, after) => AuditBatch.NextAsync(c, t, desk, after, Together, cancellation), cancellation);
        var (remittances, more) = await WalkAsync(
            connection, input.PracticeId, started, (c, t, after) => AuditTotals.NextAsync(c, t, input.PracticeId, after, RemittancesTogether, cancellation), cancellation);

        var outcome = new AuditOutcome(input.PracticeId, denials, remittances, found + more);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (cleared, standing) = await AuditBook.CloseAsync(connection, transaction, outcome, started, clock.GetUtcNow(), cancellation);
        await transaction.CommitAsync(cancellation);
        return outcome with { Cleared = cleared, Standing = standing };
    }

    private static async Task<(int Read, int Fresh)> WalkAsync(
        NpgsqlConnection connection, int practiceId, DateTimeOffset started, Batch next, CancellationToken cancellation)
    {
        var (after, read, fresh) = (0L, 0, 0);
        while (true)
        {
            (long Last, int Read, List<AuditFind> Found)? batch;
            await using (var glance = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation))
            {
                batch = await next(connection, glance, after);
            }

            if (batch is not { } one) { return (read, fresh); }

            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            fresh += await AuditBook.KeepAsync(connection, transaction, practiceId, one.Found, started, cancellation);
            await transaction.CommitAsync(cancellation);
            (after, read) = (one.Last, read + one.Read);
        }
    }

    /// <summary>What all batches share. The ranking's day is that of the last ranking: the nightly one, or a later one after an import.</summary>
    private async Task<AuditDesk> DeskAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select p.time_zone, (select done_for from job_day where practice_id = p.practice_id and job = 'rescore'),
                   (select max(scored_for) from denial where practice_id = p.practice_id and is_open)
            from practice p where p.practice_id = $1
            """,
            connection);
        command.Parameters.AddWithValue(input.PracticeId);
        string zone;
        DateOnly ranked;
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            await rows.ReadAsync(cancellation);
            zone = rows.GetString(0);
            DateOnly Day(int column) => rows.IsDBNull(column) ? DateOnly.MinValue : rows.GetFieldValue<DateOnly>(column);
            ranked = new[] { Day(1), Day(2) }.Max();
        }

        ranked = ranked == DateOnly.MinValue || ranked > input.Today ? input.Today : ranked;
        var odds = await OddsBook.LoadAsync(connection, null, input.PracticeId, ranked, cancellation);
        var rules = await RulesInForce.LoadAsync(connection, null, cancellation);
        return new(input.PracticeId, input.Today, ranked, TimeZoneInfo.FindSystemTimeZoneById(zone), odds, rules, await Scoring.SettingsAsync(connection, null, input.PracticeId, cancellation), settings.SilentDays);
    }
}
