using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Reviews;

/// <summary>
/// Readings too large to wait for, kept as they were read. Who asks for one gets it with its moment; a job (<see cref="RefreshReadings"/>) reads those in use again. What was read
/// quickly, or of fewer denials than <see cref="Large"/>, is never kept: a small desk always sees this moment. On a large one the first who asks sets it going: it is read once however many
/// ask, goes on when they leave, has half an hour for each statement, and tells the page after <see cref="PatienceMs"/> that it is being worked out.
/// </summary>
internal static class KeptReadings
{
    /// <summary>A reading that took no longer than this is not kept.</summary>
    internal const int QuickMs = 500;

    /// <summary>Denials from which a desk is large.</summary>
    internal const long Large = 100_000;

    /// <summary>A page waits in silence no longer than this.</summary>
    private const int PatienceMs = 600;

    /// <summary>Older than this it is read again as soon as somebody asks: the job does not run.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromHours(6);

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { IgnoreReadOnlyProperties = true, IncludeFields = true };

    /// <summary>Readings under way in this process, each once for everybody.</summary>
    private static readonly ConcurrentDictionary<Key, Lazy<Reading>> UnderWay = [];

    private sealed record Key(NpgsqlDataSource Database, string Name, string Scope, DateOnly Day);

    private sealed record Reading(DateTimeOffset Begun, Task<object> Task);

    /// <summary>The reading as it is kept for this day and these practices, or read now; with the moment it was kept, null for this one.</summary>
    /// <param name="waiting">Told once when the reading takes long; it is awaited all the same.</param>
    public static async Task<(T Value, DateTimeOffset? AsOf)> OfAsync<T>(
        DeskSource database, Actor actor, string name, DateOnly day, TimeProvider clock, Func<DeskSource, CancellationToken, Task<T>> read, Action<ReadingWait>? waiting, CancellationToken cancellation)
        where T : notnull
    {
        var now = clock.GetUtcNow();
        // kept_reading by its key.
        var kept = await database.AskAsync(
            "update kept_reading set asked_at = $4 where name = $1 and scope = $2 and day = $3 returning body, read_at", [name, ScopeOf(actor), day, now],
            r => (Body: r.GetString(0), At: r.GetFieldValue<DateTimeOffset>(1)), cancellation);
        if (kept is [var (body, at), ..] && JsonSerializer.Deserialize<T>(body, Options) is { } value)
        {
            if (at <= now - Oldest) { _ = Begin(database, actor, name, day, clock, read); }

            return (value, at);
        }

        if (!await IsLargeAsync(database, actor, cancellation)) { return (await read(database, cancellation), null); }

        var (begun, task) = Begin(database, actor, name, day, clock, read);
        if (waiting is not null && await Task.WhenAny(task, Task.Delay(PatienceMs, cancellation)) != task) { waiting(new(begun, await UsualAsync(database, name, cancellation))); }

        return ((T)await task.WaitAsync(cancellation), null);
    }

    private static Reading Begin<T>(DeskSource database, Actor actor, string name, DateOnly day, TimeProvider clock, Func<DeskSource, CancellationToken, Task<T>> read)
        where T : notnull
    {
        var (key, begun) = (new Key(database.Whole, name, ScopeOf(actor), day), clock.GetUtcNow());
        // The wall of the actor flows into the task. Nobody's leaving ends it.
        return UnderWay.GetOrAdd(key, _ => new(() => new(begun, Task.Run(ReadAsync, CancellationToken.None)))).Value;

        async Task<object> ReadAsync()
        {
            try
            {
                var watch = Stopwatch.StartNew();
                var fresh = await read(database.Patient, CancellationToken.None);
                if (watch.ElapsedMilliseconds > QuickMs) { await KeepAsync(database, actor, name, day, begun, fresh, (int)watch.ElapsedMilliseconds, CancellationToken.None); }

                return fresh;
            }
            finally
            {
                UnderWay.TryRemove(key, out _);
            }
        }
    }

    /// <summary>What it took last, else what another of its kind did. A few rows a person.</summary>
    private static async Task<TimeSpan?> UsualAsync(DeskSource database, string name, CancellationToken cancellation)
    {
        var took = await database.AskAsync(
            "select took_ms from kept_reading where split_part(name, ' ', 1) = split_part($1, ' ', 1) order by name = $1 desc, read_at desc limit 1", [name], r => r.GetInt32(0), cancellation);
        return took is [var ms, ..] ? TimeSpan.FromMilliseconds(ms) : null;
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

    /// <summary>Whether the practices together have more denials than anybody waits for. rollup_built: a row a month.</summary>
    internal static Task<bool> IsLargeAsync(DeskSource database, Actor actor, CancellationToken cancellation) => database.AskOneAsync(
        "select coalesce(sum(denials), 0) >= $2 from rollup_built where $1::int[] is null or practice_id = any($1)", [actor.PracticeScope, Large], r => r.GetBoolean(0), cancellation);

    private static string ScopeOf(Actor actor) => actor.PracticeScope is { } practices ? string.Join(',', practices.Order().Select(p => p.ToString(CultureInfo.InvariantCulture))) : "";
}
