using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Calibration;

/// <summary>Sets the share of a practice's day that due-now denials below the price of an hour may lead with, and ranks its queue by it at once.</summary>
public sealed class SetLaneShare(DeskSource database, TimeProvider clock)
{
    /// <summary>Which practice, and what share.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        /// <summary>The practice's version on the page.</summary>
        public required int Version { get; init; }

        /// <summary>Percent of the day's minutes, 0 to 100.</summary>
        public required int Percent { get; init; }
    }

    /// <summary>Null when set, or why not.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManagePractices);
        if (input.Percent is < 0 or > 100) { return new("lane_share", "The share of the day is 0 to 100 percent."); }

        if (!actor.Sees(input.PracticeId)) { return new("practice_unknown", "There is no such practice. Choose one from the list."); }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (await SaveAsync(connection, transaction, input, cancellation) is not { } before)
        {
            return new("practice_changed", "Someone changed this practice while you had it open. Load the page again; nothing was saved.");
        }

        await Scoring.RescoreAsync(connection, transaction, input.PracticeId, PracticeDay.At(now, TimeZoneInfo.FindSystemTimeZoneById(before.Zone)), cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry("practice.lane_share", "practice", input.PracticeId.ToString(CultureInfo.InvariantCulture), input.PracticeId, new { Percent = before.Percent }, new { input.Percent }));
        await transaction.CommitAsync(cancellation);
        return null;
    }

    /// <summary>What the share was; null when somebody was quicker. By primary key.</summary>
    private static async Task<(int Percent, string Zone)?> SaveAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            with old as (select due_now_share, time_zone from practice where practice_id = $1 and version = $2 for update)
            update practice p set due_now_share = $3 / 100.0, version = version + 1 from old where p.practice_id = $1
            returning (old.due_now_share * 100)::int, old.time_zone
            """, connection, transaction)
        {
            Parameters = { new() { Value = input.PracticeId }, new() { Value = input.Version }, new() { Value = input.Percent } },
        };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation) ? (rows.GetInt32(0), rows.GetString(1)) : null;
    }
}
