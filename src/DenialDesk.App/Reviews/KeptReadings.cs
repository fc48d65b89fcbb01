using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using NpgsqlTypes;

namespace DenialDesk.App.Reviews;

/// <summary>
/// Readings too large to wait for, kept as they were read. Who asks for one gets it with its moment; a job (<see cref="RefreshReadings"/>) reads those in use again. What was read
/// quickly, or of fewer denials than <see cref="Large"/>, is never kept: a small desk always sees this moment.
/// </summary>
internal static class KeptReadings
{
    /// <summary>A reading that took no longer than this is not kept.</summary>
    internal const int QuickMs = 500;

    /// <summary>Denials from which a desk is large.</summary>
    internal const long Large = 100_000;

    /// <summary>Older than this it is read again while the page waits: the job does not run.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromHours(6);

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { IgnoreReadOnlyProperties = true };

    /// <summary>The reading as it is kept for this day and these practices, or read now; with the moment it was kept, null for this one.</summary>
    public static async Task<(T Value, DateTimeOffset? AsOf)> OfAsync<T>(
        DeskSource database, Actor actor, string name, DateOnly day, TimeProvider clock, Func<Task<T>> read, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        // kept_reading by its key.
        var kept = await database.AskAsync(
            "update kept_reading set asked_at = $4 where name = $1 and scope = $2 and day = $3 and read_at > $5 returning body, read_at", [name, ScopeOf(actor), day, now, now - Oldest],
            r => (Body: r.GetString(0), At: r.GetFieldValue<DateTimeOffset>(1)), cancellation);
        if (kept.Count > 0 && JsonSerializer.Deserialize<T>(kept[0].Body, Options) is { } value) { return (value, kept[0].At); }

        var watch = Stopwatch.StartNew();
        var fresh = await read();
        if (watch.ElapsedMilliseconds > QuickMs && await IsLargeAsync(database, actor, cancellation))
        {
            await KeepAsync(database, actor, name, day, now, fresh, (int)watch.ElapsedMilliseconds, cancellation);
        }

        return (fresh, null);
    }

    /// <summary>Keeps a reading. When it was asked for last stays as it is; a new one counts as asked for now.</summary>
    internal static async Task KeepAsync<T>(DeskSource database, Actor actor, string name, DateOnly day, DateTimeOffset now, T value, int took, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            insert into kept_reading (name, scope, practices, day, body, read_at, took_ms, asked_at) values ($1, $2, $3, $4, $5, $6, $7, $6)
            on conflict (name, scope) do update set day = excluded.day, body = excluded.body, read_at = excluded.read_at, took_ms = excluded.took_ms
            """);
        command.Parameters.AddWithValue(name);
        command.Parameters.AddWithValue(ScopeOf(actor));
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.AddWithValue(day);
        command.Parameters.AddWithValue(JsonSerializer.Serialize(value, Options));
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(took);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    // rollup_built: a row a month.
    private static Task<bool> IsLargeAsync(DeskSource database, Actor actor, CancellationToken cancellation) => database.AskOneAsync(
        "select coalesce(sum(denials), 0) >= $2 from rollup_built where $1::int[] is null or practice_id = any($1)", [actor.PracticeScope, Large], r => r.GetBoolean(0), cancellation);

    private static string ScopeOf(Actor actor) => actor.PracticeScope is { } practices ? string.Join(',', practices.Order().Select(p => p.ToString(CultureInfo.InvariantCulture))) : "";
}
