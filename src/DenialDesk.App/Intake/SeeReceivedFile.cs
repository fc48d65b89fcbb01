using System.Text.Json;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Intake;

/// <summary>How far a received file is: counts, dollars and problems; nothing about a patient.</summary>
public sealed record ReceivedFileView
{
    public required long Id { get; init; }

    /// <summary>"waiting", then "done" or "failed".</summary>
    public required string State { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>What happened, in words; null while it waits.</summary>
    public string? Sentence { get; init; }

    /// <summary>Totals once it is done; an archive's are those of its files.</summary>
    public ReceivedTotals? Totals { get; init; }

    /// <summary>What was odd, at most a hundred, with where it stands.</summary>
    public required IReadOnlyList<ReceivedProblem> Problems { get; init; }
}

/// <summary>Counts of transactions, claims and denials, and the dollars denied.</summary>
public sealed record ReceivedTotals(string Outcome, int Posted, int AlreadyReceived, int Quarantined, int Skipped, int Claims, int Denials, decimal DeniedAmount, int Problems);

/// <summary>One oddity: how bad, in which file, interchange, group, transaction and segment (counted from 1), and the sentence.</summary>
public sealed record ReceivedProblem(string Severity, string File, int Interchange, int Group, int Transaction, int Segment, string Sentence);

/// <summary>Answers a program that asks what became of its file.</summary>
public sealed class SeeReceivedFile(DeskSource database)
{
    /// <summary>Which file, and who asks.</summary>
    public sealed record Input
    {
        public required long ReceivedId { get; init; }

        /// <summary>Only files received under this key are seen.</summary>
        public required int ApiKeyId { get; init; }
    }

    /// <summary>The file, or null when this key sent none of that id.</summary>
    public async Task<ReceivedFileView?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeRemittances);
        // By primary key.
        await using var command = database.CreateCommand("select state, received_at, done_at, sentence, result::text from received_file where received_id = $1 and api_key_id = $2");
        command.Parameters.AddWithValue(input.ReceivedId);
        command.Parameters.AddWithValue(input.ApiKeyId);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        if (!await rows.ReadAsync(cancellation)) { return null; }

        var report = rows.IsDBNull(4) ? null : JsonSerializer.Deserialize<ImportReport>(rows.GetString(4), JsonSerializerOptions.Web);
        var view = new ReceivedFileView
        {
            Id = input.ReceivedId,
            State = rows.GetString(0),
            ReceivedAt = rows.GetFieldValue<DateTimeOffset>(1),
            DoneAt = rows.IsDBNull(2) ? null : rows.GetFieldValue<DateTimeOffset>(2),
            Sentence = rows.IsDBNull(3) ? null : rows.GetString(3),
            Totals = report is null ? null : new(
                FilePosting.Text(report.State), report.Posted, report.AlreadyReceived, report.Quarantined, report.Skipped, report.Claims, report.Denials, report.DeniedAmount, report.Problems),
            Problems = [],
        };
        return report is null ? view : view with { Problems = await ProblemsAsync([report.FileId, .. report.Files.Select(f => f.FileId)], cancellation) };
    }

    private async Task<IReadOnlyList<ReceivedProblem>> ProblemsAsync(long[] files, CancellationToken cancellation)
    {
        // By the primary keys of file_problem and inbound_file.
        await using var command = database.CreateCommand(
            """
            select p.severity, f.name, p.interchange, p.function_group, p.transaction, p.segment, p.sentence
            from file_problem p join inbound_file f using (file_id) where p.file_id = any($1)
            union all
            select 'rejects', f.name, t.interchange, t.function_group, t.transaction, t.first_segment, t.reason
            from file_transaction t join inbound_file f using (file_id) where t.file_id = any($1) and t.state = 'quarantined' and t.reason is not null
            limit 100
            """);
        command.Parameters.AddWithValue(files);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<ReceivedProblem>();
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(rows.GetString(0), rows.GetString(1), rows.GetInt32(2), rows.GetInt32(3), rows.GetInt32(4), rows.GetInt32(5), rows.GetString(6)));
        }

        return found;
    }
}
