using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Documents;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using NpgsqlTypes;

namespace DenialDesk.App.Reports;

/// <summary>The bytes of a made report, for its owner, whoever is told of it, and whoever manages the desk's settings, if they see all practices in it; that it was opened is journalled first.</summary>
public sealed class OpenReport(DeskSource database, DocumentKey key, TimeProvider clock)
{
    /// <summary>Which.</summary>
    public sealed record Input
    {
        public required long ReportId { get; init; }
    }

    /// <summary>The file, or why it does not open; all null: there is none for this person.</summary>
    public sealed record Result(string? FileName, string? Format, byte[]? Content, Refusal? Refusal = null);

    /// <summary>Opens it.</summary>
    public async Task<Result> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        // By primary key.
        await using var command = database.CreateCommand(
            """
            select file_name, format, sha256, key_name, locked_key, content from report_file
            where report_id = $1 and (owner_id = $2 or $2 = any(people) or $3) and ($4::int[] is null or practices <@ $4)
            """);
        command.Parameters.Add(new() { Value = input.ReportId });
        command.Parameters.Add(new() { Value = actor.UserId ?? Guid.Empty });
        command.Parameters.Add(new() { Value = actor.May(Permission.ManageSettings) });
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        string name, format;
        byte[] sha256;
        LockedDocument locked;
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            if (!await rows.ReadAsync(cancellation)) { return new(null, null, null); }

            (name, format, sha256) = (rows.GetString(0), rows.GetString(1), rows.GetFieldValue<byte[]>(2));
            locked = new(rows.GetString(3), rows.GetFieldValue<byte[]>(4), rows.GetFieldValue<byte[]>(5));
        }

        await ReadLog.AppendAsync(database, actor, clock.GetUtcNow(), new("read.report", "report", input.ReportId.ToString(CultureInfo.InvariantCulture)), cancellation);
        try
        {
            return new(name, format, key.Open(locked, 0, sha256));
        }
        catch (DocumentLockedException problem)
        {
            return new(name, format, null, new("report_locked", $"This report does not open. {problem.Message} Ask your administrator to put the right documents.key into the data folder."));
        }
    }
}
