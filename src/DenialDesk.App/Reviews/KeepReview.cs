using System.Text.Json;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using NpgsqlTypes;

namespace DenialDesk.App.Reviews;

/// <summary>What came of keeping a pack.</summary>
/// <param name="New">It was kept just now; false without a refusal: it was kept already.</param>
public sealed record KeptReview(bool New, Refusal? Refusal = null);

/// <summary>Keeps a month's pack as it stands, once and for good: what was laid before the meeting stays what it was.</summary>
public sealed class KeepReview(DeskSource database, TimeProvider clock)
{
    /// <summary>Which month of which practice.</summary>
    public sealed record Input
    {
        public required int Practice { get; init; }

        /// <summary>First day of the month.</summary>
        public required DateOnly Month { get; init; }
    }

    /// <summary>Whether it is kept now, was already, or why not.</summary>
    public async Task<KeptReview> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.AssignOthers);
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        if (!actor.Sees(input.Practice)) { return new(false, new("review_practice", "There is no such practice among those you see.")); }

        var month = new DateOnly(input.Month.Year, input.Month.Month, 1);
        if (month.AddMonths(1) > today) { return new(false, new("review_running", "A month is kept when it is over; until then its pack moves with the data.")); }

        // Primary key.
        if (await database.AskOneAsync("select exists (select 1 from review_pack where practice_id = $1 and month = $2)", [input.Practice, month], r => r.GetBoolean(0), cancellation)) { return new(false); }

        var pack = await ReviewMaking.MakeAsync(database, input.Practice, month, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = new Npgsql.NpgsqlCommand(
            "insert into review_pack (practice_id, month, body, made_at, made_by, made_name) values ($1, $2, $3, $4, $5, $6) on conflict do nothing", connection, transaction)
        {
            Parameters =
            {
                new() { Value = input.Practice }, new() { Value = month }, new() { Value = JsonSerializer.Serialize(pack, JsonSerializerOptions.Web), NpgsqlDbType = NpgsqlDbType.Jsonb },
                new() { Value = clock.GetUtcNow() }, new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = actor.Name },
            },
        };
        var kept = await command.ExecuteNonQueryAsync(cancellation) == 1;
        if (kept)
        {
            await Journal.AppendAsync(
                connection, transaction, actor, clock.GetUtcNow(), cancellation,
                new JournalEntry("review.kept", "review", month.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture), input.Practice, null, new { Departments = pack.Departments.Count }));
        }

        await transaction.CommitAsync(cancellation);
        return new(kept);
    }
}
