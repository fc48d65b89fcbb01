using System.Text.Json;
using System.Text.Json.Serialization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Settings;

/// <summary>One version of a setting: when it was made, by whom, and from which day it holds.</summary>
public sealed record SettingVersion(int Version, DateOnly EffectiveFrom, DateTimeOffset At, string By);

/// <summary>A setting as it holds on a day, with every version there was, the newest first.</summary>
/// <param name="Newest">The newest version's number, whether it holds already or not; 0 while the shipped one holds.</param>
public sealed record Setting<T>(T Body, int Newest, IReadOnlyList<SettingVersion> History);

/// <summary>Reads and writes settings that are kept as versions; the shipped one holds until there is one.</summary>
internal static class SettingDocument
{
    /// <summary>As bodies are written: names in snake_case, so that they read like every other table.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) } };

    /// <summary>The body that holds on a day; null while the shipped one does.</summary>
    public static async Task<T?> InForceAsync<T>(NpgsqlConnection connection, NpgsqlTransaction? transaction, string name, DateOnly today, CancellationToken cancellation)
        where T : class
    {
        // A few rows by primary key; what was set for a later day holds from that day on, whatever was changed before it came.
        await using var command = new NpgsqlCommand("select body::text from desk_setting where name = $1 and effective_from <= $2 order by effective_from desc, version desc limit 1", connection, transaction)
        {
            Parameters = { new() { Value = name }, new() { Value = today } },
        };
        return await command.ExecuteScalarAsync(cancellation) is string body ? JsonSerializer.Deserialize<T>(body, Json) : null;
    }

    /// <summary>Every version, the newest first.</summary>
    public static async Task<IReadOnlyList<SettingVersion>> HistoryAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, string name, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select version, effective_from, at, by_name from desk_setting where name = $1 order by version desc limit 200", connection, transaction)
        {
            Parameters = { new() { Value = name } },
        };
        var found = new List<SettingVersion>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { found.Add(new(rows.GetInt32(0), rows.GetFieldValue<DateOnly>(1), rows.GetFieldValue<DateTimeOffset>(2), rows.GetString(3))); }

        return found;
    }

    /// <summary>Keeps a body as the next version from a day on, in one transaction with whatever else follows from it; a refusal when somebody was quicker than the page that was seen.</summary>
    /// <param name="seen">The newest version on the page.</param>
    /// <param name="called">What the setting is called and how it is spoken of: "the checklist while you had it open".</param>
    /// <param name="follows">What else is true at once with the new version; null for nothing.</param>
    public static async Task<Refusal?> KeepAsync<T>(
        DeskSource database, string name, int seen, DateOnly today, DateOnly? from, T body, string called, Actor actor, DateTimeOffset now, CancellationToken cancellation,
        Func<NpgsqlConnection, NpgsqlTransaction, Task>? follows = null)
        where T : class
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var before = await InForceAsync<T>(connection, transaction, name, today, cancellation);
        if (!await AddAsync(connection, transaction, name, seen, from ?? today, before, body, actor, now, cancellation))
        {
            return new("setting_changed", $"Somebody changed {called}. Load the page again; nothing was saved.");
        }

        if (follows is not null) { await follows(connection, transaction); }

        await transaction.CommitAsync(cancellation);
        return null;
    }

    /// <summary>Adds the version after the one that was seen, with its journal entry; false when somebody was quicker.</summary>
    private static async Task<bool> AddAsync<T>(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string name, int seen, DateOnly from, T? before, T body, Actor actor, DateTimeOffset now, CancellationToken cancellation)
        where T : class
    {
        await using var command = new NpgsqlCommand(
            """
            insert into desk_setting (name, version, effective_from, body, at, by_id, by_name)
            select $1, $2 + 1, $3, $4, $5, $6, $7 where $2 = (select coalesce(max(version), 0) from desk_setting where name = $1) on conflict do nothing
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = name }, new() { Value = seen }, new() { Value = from }, new() { Value = JsonSerializer.Serialize(body, Json), NpgsqlDbType = NpgsqlDbType.Jsonb }, new() { Value = now },
                new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = actor.Name },
            },
        };
        if (await command.ExecuteNonQueryAsync(cancellation) == 0) { return false; }

        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, new JournalEntry("setting.changed", "setting", name, null, before, new { From = from, Body = body }));
        return true;
    }
}
