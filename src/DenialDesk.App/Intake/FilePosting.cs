// Reason for length: the one transaction of an import, beat after beat.
using DenialDesk.App.Data;
using DenialDesk.App.Quarantine;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Money;
using DenialDesk.X12;
using DenialDesk.X12.Remittance;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Intake;

/// <summary>Posts a new file inside the caller's transaction: decides for each remittance in it, posts the good ones, records the rest.</summary>
internal sealed class FilePosting(DeskSource database, NpgsqlConnection connection, NpgsqlTransaction transaction, CodeBook book, Arrival arrival, TransactionScanResult scan, List<(int Length, byte[] Packed)> pieces)
{
    private readonly PostingRun _run = new(database, connection, transaction, book, arrival.At);
    private readonly List<Problem> _problems = [];
    private Dictionary<int, OtherVerdict> _others = [];

    /// <summary>Runs it and returns the report.</summary>
    public async Task<ImportReport> RunAsync(CancellationToken cancellation)
    {
        var fileId = await InsertFileAsync(cancellation);
        using (ImportParts.Begin("bytes kept")) { await FilePieces.StoreAsync(connection, fileId, pieces, cancellation); }

        var verdicts = await new RemittanceVerdicts(connection, transaction, arrival.At, arrival.Source).OfAsync(scan, cancellation);
        using (ImportParts.Begin("claims posted")) { await _run.PostAsync(fileId, arrival.Spool.Reread(), scan.Transactions, verdicts, cancellation); }

        _problems.AddRange(_run.Problems);
        var beside = ImportParts.Begin("matched to submissions");
        _others = await new OtherTransactions(connection, transaction, book, arrival, scan.File.Skipped).PostAsync(fileId, _run.Claims > 0, _problems, cancellation);
        beside?.Dispose();
        await RecordTransactionsAsync(fileId, verdicts, cancellation);
        await RecordWaitingAsync(fileId, verdicts, cancellation);
        await RecordProblemsAsync(fileId, cancellation);
        var report = Report(fileId, verdicts);
        await FinishAsync(report, verdicts, cancellation);
        return report;
    }

    /// <summary>The state behind its written name.</summary>
    public static FileState StateOf(string text) => text switch
    {
        "posted" => FileState.Posted,
        "partly_posted" => FileState.PartlyPosted,
        "already_received" => FileState.AlreadyReceived,
        "quarantined" => FileState.Quarantined,
        "rejected" => FileState.Rejected,
        _ => FileState.Unreadable,
    };

    /// <summary>The written name of a state.</summary>
    public static string Text(FileState state) => state switch
    {
        FileState.Posted => "posted",
        FileState.PartlyPosted => "partly_posted",
        FileState.AlreadyReceived => "already_received",
        FileState.Quarantined => "quarantined",
        FileState.Rejected => "rejected",
        _ => "unreadable",
    };

    private async Task<long> InsertFileAsync(CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into inbound_file (sha256, name, size_bytes, source, received_at, received_by, kind, state)
            values ($1, $2, $3, $4, $5, $6, $7, 'unreadable') returning file_id
            """,
            connection,
            transaction);
        command.Parameters.AddWithValue(arrival.Spool.Sha256);
        command.Parameters.AddWithValue(arrival.Name);
        command.Parameters.AddWithValue(arrival.Spool.Length);
        command.Parameters.AddWithValue(arrival.Source);
        command.Parameters.AddWithValue(arrival.At);
        command.Parameters.Add(new() { Value = (object?)arrival.Actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.AddWithValue(scan.Transactions.Count > 0 ? "835" : scan.File.Skipped.Count > 0 ? scan.File.Skipped[0].Id : "unknown");
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task RecordTransactionsAsync(long fileId, List<Verdict> verdicts, CancellationToken cancellation)
    {
        await using var copy = await BulkCopy.IntoAsync(
            connection,
            """
            file_transaction (file_id, ordinal, practice_id, interchange, function_group, transaction, control_number, first_segment, byte_offset, state, reason,
              canonical_hash, remittance_id)
            """,
            cancellation);
        var ordinal = 0;
        foreach (var (scanned, verdict) in scan.Transactions.Zip(verdicts))
        {
            var at = scanned.Header.At;
            copy.Row().Long(fileId).Int(++ordinal).Int(verdict.Practice?.PracticeId).Int(at.Interchange).Int(at.Group).Int(at.Transaction).Text(scanned.Header.ControlNumber)
                .Int(at.Segment).Long(at.Offset).Text(verdict.State).Text(verdict.Reason)
                .Bytes(scanned.Trailer.CanonicalHash.Length > 0 ? Convert.FromHexString(scanned.Trailer.CanonicalHash) : []).Long(verdict.RemittanceId);
        }

        foreach (var skipped in scan.File.Skipped)
        {
            var other = _others.GetValueOrDefault(skipped.At.Segment);
            copy.Row().Long(fileId).Int(++ordinal).Int(other?.PracticeId).Int(skipped.At.Interchange).Int(skipped.At.Group).Int(skipped.At.Transaction).Text(other?.ControlNumber ?? "")
                .Int(skipped.At.Segment).Long(skipped.At.Offset).Text(other?.State ?? "skipped")
                .Text(other is null ? $"This is a {skipped.Id}, which the desk does not read. It is kept with the file and not posted." : other.Reason).Bytes([]).Long(null);
        }

        await copy.DoneAsync(cancellation);
    }

    private async Task RecordWaitingAsync(long fileId, List<Verdict> verdicts, CancellationToken cancellation)
    {
        for (var i = 0; i < verdicts.Count; i++)
        {
            if (verdicts[i].State == "quarantined") { await HeldRow.InsertAsync(connection, transaction, new(fileId, i + 1), scan.Transactions[i], verdicts[i], arrival.At, cancellation); }
        }

        for (var i = 0; i < scan.File.Skipped.Count; i++)
        {
            if (_others.GetValueOrDefault(scan.File.Skipped[i].At.Segment) is { State: "quarantined" } other)
            {
                await HeldRow.InsertOtherAsync(connection, transaction, new(fileId, verdicts.Count + i + 1), scan.File.Skipped[i], other, arrival.At, cancellation);
            }
        }
    }

    private async Task RecordProblemsAsync(long fileId, CancellationToken cancellation)
    {
        await using var copy = await BulkCopy.IntoAsync(
            connection,
            "file_problem (file_id, ordinal, severity, code, interchange, function_group, transaction, segment, byte_offset, element, component, sentence)",
            cancellation);
        var ordinal = 0;
        foreach (var p in _problems)
        {
            copy.Row().Long(fileId).Int(++ordinal).Text(p.Severity.ToString().ToLowerInvariant()).Text(p.Code).Int(p.At.Interchange).Int(p.At.Group).Int(p.At.Transaction)
                .Int(p.At.Segment).Long(p.At.Offset).Int(p.At.Element).Int(p.At.Component).Text(p.Sentence);
        }

        await copy.DoneAsync(cancellation);
    }

    private ImportReport Report(long fileId, List<Verdict> verdicts)
    {
        var (posted, again, held) = (Count("posted"), Count("already_received"), Count("quarantined"));
        int Count(string state) => verdicts.Count(v => v.State == state) + _others.Values.Count(v => v.State == state);
        var state = (posted, again, held) switch
        {
            (0, 0, 0) => FileState.Unreadable,
            (0, _, 0) => FileState.AlreadyReceived,
            (0, 0, _) => FileState.Quarantined,
            (_, _, 0) => FileState.Posted,
            _ => FileState.PartlyPosted,
        };
        return new()
        {
            FileId = fileId,
            Name = arrival.Name,
            State = state,
            Posted = posted,
            AlreadyReceived = again,
            Quarantined = held,
            Skipped = scan.File.Skipped.Count(k => _others.GetValueOrDefault(k.At.Segment) is null or { State: "skipped" }),
            Claims = _run.Claims,
            Denials = _run.Denials,
            DeniedAmount = _run.Denied,
            Problems = _problems.Count,
            Sentence = Sentence(state, posted, again, held),
        };
    }

    private string Sentence(FileState state, int posted, int again, int held)
    {
        if (state == FileState.Unreadable)
        {
            return scan.File.Skipped.Count > 0
                ? $"This file holds no remittance (835), only {string.Join(", ", scan.File.Skipped.Select(s => s.Id).Distinct())}. It is kept; nothing was posted."
                : _problems.FirstOrDefault(p => p.Severity == Severity.Rejects)?.Sentence ?? "This is not an X12 file. It is kept; nothing was posted.";
        }

        if (scan.Transactions.Count == 0) { return OtherTransactions.Sentence([.. _others.Values]); }

        var parts = new List<string>();
        if (posted > 0) { parts.Add($"{posted} posted with {_run.Claims:N0} {(_run.Claims == 1 ? "claim" : "claims")} and {_run.Denials:N0} {(_run.Denials == 1 ? "denial" : "denials")} ({Dollars.Text(_run.Denied)})"); }

        if (again > 0) { parts.Add($"{again} already received before"); }

        if (held > 0) { parts.Add($"{held} waiting in quarantine"); }

        return $"{(posted + again + held == 1 ? "Remittance" : "Remittances")}: {string.Join("; ", parts)}.";
    }

    private async Task FinishAsync(ImportReport report, List<Verdict> verdicts, CancellationToken cancellation)
    {
        using (ImportParts.Begin("stories told, queue ranked")) { await _run.FinishAsync(arrival.Rank, cancellation); }

        await QuarantineResolution.RunAsync(connection, transaction, report.FileId, arrival.Actor, arrival.At, cancellation);

        await using var command = new NpgsqlCommand(
            """
            update inbound_file set state = $2, posted_at = $3, transactions = $4, claims = $5, denials = $6, denied_amount = $7, problems = $8, import_ms = $9
            where file_id = $1
            """,
            connection,
            transaction);
        foreach (var value in new object[]
        {
            report.FileId, Text(report.State), arrival.At, verdicts.Count + scan.File.Skipped.Count, report.Claims, report.Denials, report.DeniedAmount, report.Problems,
            (int)arrival.Watch.ElapsedMilliseconds,
        })
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync(cancellation);
        await Journal.AppendAsync(
            connection, transaction, arrival.Actor, arrival.At, cancellation,
            new JournalEntry("file.imported", "file", $"{report.FileId}", null, null, new { report.Posted, report.AlreadyReceived, report.Quarantined, report.Claims, report.Denials, report.DeniedAmount }));
        await using var notify = new NpgsqlCommand("select pg_notify('desk_changed', 'import')", connection, transaction);
        await notify.ExecuteNonQueryAsync(cancellation);
    }
}
