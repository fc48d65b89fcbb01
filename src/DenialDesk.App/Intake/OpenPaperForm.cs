using System.Text.Json;
using DenialDesk.App.Codes;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Intake;

/// <summary>What the form for a paper remittance needs: the person's draft, the practices and payers to choose from, the codes, and scans attached so far.</summary>
public sealed record PaperForm(
    PaperRemittance? Draft, IReadOnlyList<(int PracticeId, string Name)> Practices, IReadOnlyList<string> Payers, CodeBook Codes, IReadOnlyList<ScanRow> Scans, DateOnly Today);

/// <summary>An attached scan.</summary>
public sealed record ScanRow(long ScanId, string Name, long SizeBytes);

/// <summary>Opens the form where this person left it.</summary>
public sealed class OpenPaperForm(DeskSource database, LoadCodeBook codes, TimeProvider clock)
{
    /// <summary>Reads it all.</summary>
    public async Task<PaperForm> Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ImportFiles);
        return new(
            await DraftAsync(actor, cancellation), await PracticesAsync(actor, cancellation), await PayersAsync(cancellation), await codes.RunAsync(cancellation),
            await ScansAsync(actor, cancellation), DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
    }

    private async Task<PaperRemittance?> DraftAsync(Actor actor, CancellationToken cancellation)
    {
        // By primary key.
        await using var command = database.CreateCommand("select content::text from manual_draft where user_id = $1");
        command.Parameters.Add(new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        return await command.ExecuteScalarAsync(cancellation) is string json ? JsonSerializer.Deserialize<PaperRemittance>(json, JsonSerializerOptions.Web) : null;
    }

    private async Task<IReadOnlyList<(int PracticeId, string Name)>> PracticesAsync(Actor actor, CancellationToken cancellation)
    {
        // A handful of rows.
        await using var command = database.CreateCommand("select practice_id, name from practice where $1::int[] is null or practice_id = any($1) order by name, practice_id");
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<(int, string)>();
        while (await rows.ReadAsync(cancellation)) { found.Add((rows.GetInt32(0), rows.GetString(1))); }

        return found;
    }

    private async Task<IReadOnlyList<string>> PayersAsync(CancellationToken cancellation)
    {
        // Some hundreds of rows at most.
        await using var command = database.CreateCommand("select name from payer where merged_into is null group by name order by name limit 2000");
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<string>();
        while (await rows.ReadAsync(cancellation)) { found.Add(rows.GetString(0)); }

        return found;
    }

    private async Task<IReadOnlyList<ScanRow>> ScansAsync(Actor actor, CancellationToken cancellation)
    {
        // By scan_file: those without a file are few.
        await using var command = database.CreateCommand("select scan_id, name, size_bytes from scan where file_id is null and user_id = $1 order by scan_id");
        command.Parameters.Add(new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<ScanRow>();
        while (await rows.ReadAsync(cancellation)) { found.Add(new(rows.GetInt64(0), rows.GetString(1), rows.GetInt64(2))); }

        return found;
    }
}
