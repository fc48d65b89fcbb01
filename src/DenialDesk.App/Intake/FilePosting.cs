// Reason for length: the one transaction of an import, beat after beat.
using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.App.Payers;
using DenialDesk.App.Practices;
using DenialDesk.App.Remittances;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Money;
using DenialDesk.X12;
using DenialDesk.X12.Remittance;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Intake;

/// <summary>Posts a new file inside the caller's transaction: decides for each remittance in it, posts the good ones, records the rest.</summary>
internal sealed class FilePosting(NpgsqlConnection connection, NpgsqlTransaction transaction, CodeBook book, Arrival arrival, TransactionScanResult scan)
{
    private sealed record Verdict(string State, string? Reason = null, KnownPractice? Practice = null, KnownPayer? Payer = null, long? RemittanceId = null);

    private readonly Dictionary<(int, int), (decimal Charge, decimal Paid)> _ratios = [];
    private readonly HashSet<(int PracticeId, DateOnly Today)> _touched = [];
    private readonly FreshStatistics _statistics = new(connection, transaction);
    private readonly List<Problem> _problems = [];
    private int _claims;
    private int _denials;
    private decimal _denied;

    /// <summary>Runs it and returns the report.</summary>
    public async Task<ImportReport> RunAsync(CancellationToken cancellation)
    {
        var fileId = await InsertFileAsync(cancellation);
        await FilePieces.StoreAsync(connection, fileId, arrival.Spool.Reread(), cancellation);
        var verdicts = await PostRemittancesAsync(fileId, cancellation);
        await RecordTransactionsAsync(fileId, verdicts, cancellation);
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
        _ => FileState.Unreadable,
    };

    /// <summary>The written name of a state.</summary>
    public static string Text(FileState state) => state switch
    {
        FileState.Posted => "posted",
        FileState.PartlyPosted => "partly_posted",
        FileState.AlreadyReceived => "already_received",
        FileState.Quarantined => "quarantined",
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

    private async Task<List<Verdict>> PostRemittancesAsync(long fileId, CancellationToken cancellation)
    {
        var desk = new PostingDesk(
            connection, transaction, book, new ClockSetting(await RulesInForce.LoadAsync(connection, transaction, cancellation)), arrival.At,
            new(connection, transaction, "claim", "claim_id"), new(connection, transaction, "adjudication", "adjudication_id"), new(connection, transaction, "denial", "denial_id"));
        var payers = new PayerRecognition(connection, transaction);
        var practices = new PracticeRecognition(connection, transaction);
        var verdicts = new List<Verdict>();
        await using var reader = new RemittanceReader(arrival.Spool.Reread());
        RemittancePosting? posting = null;
        Verdict verdict = new("quarantined");
        while (await reader.ReadAsync(cancellation))
        {
            switch (reader.Current)
            {
                case TransactionOpened opened when verdicts.Count < scan.Transactions.Count:
                    verdict = await JudgeAsync(scan.Transactions[verdicts.Count], opened.Header, practices, payers, cancellation);
                    posting = verdict.State == "posted" ? await OpenAsync(desk, opened.Header, verdict, cancellation) : null;
                    break;
                case ClaimRead read when posting is not null:
                    await posting.AddAsync(read.Claim, cancellation);
                    break;
                case TransactionClosed closed when verdicts.Count < scan.Transactions.Count:
                    if (posting is not null)
                    {
                        await posting.FlushAsync(cancellation);
                        await CloseAsync(fileId, verdicts.Count + 1, scan.Transactions[verdicts.Count].Header, closed.Trailer, verdict, posting, cancellation);
                    }

                    verdicts.Add(verdict);
                    posting = null;
                    break;
            }
        }

        _problems.AddRange(reader.Problems);
        return verdicts;
    }

    private async Task<Verdict> JudgeAsync(
        ScannedTransaction scanned, RemittanceHeader header, PracticeRecognition practices, PayerRecognition payers, CancellationToken cancellation)
    {
        if (scanned.Rejects)
        {
            var why = scanned.Problems.FirstOrDefault(p => p.Severity == Severity.Rejects)?.Sentence;
            return new("quarantined", why ?? "The end of this remittance is missing, so claims may be missing too. Ask the sender for the whole file.");
        }

        if (await practices.FindAsync(header.Payee, cancellation) is not { } practice)
        {
            return new("quarantined", "The remittance does not say which practice is paid (no NPI, tax id or name in N1*PE).");
        }

        var payer = await payers.FindAsync(header, null, cancellation);
        if (await TwinAsync(practice.PracticeId, payer.PayerId, scanned.Trailer.CanonicalHash, cancellation) is { } twin)
        {
            return new("already_received", $"The same remittance came before, on {twin.At:yyyy-MM-dd}. It was not posted again.", practice, payer, twin.RemittanceId);
        }

        return new("posted", null, practice, payer, await NextRemittanceAsync(cancellation));
    }

    private async Task<(long RemittanceId, DateTimeOffset At)?> TwinAsync(int practiceId, int payerId, string hash, CancellationToken cancellation)
    {
        // Served by remittance_once. What a payer sent before it was merged into this one is under its old id.
        await using var command = new NpgsqlCommand(
            """
            select remittance_id, posted_at from remittance
            where practice_id = $1 and canonical_hash = $3 and payer_id in (select payer_id from payer where payer_id = $2 or merged_into = $2)
            """, connection, transaction);
        command.Parameters.AddWithValue(practiceId);
        command.Parameters.AddWithValue(payerId);
        command.Parameters.AddWithValue(Convert.FromHexString(hash));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation) ? (rows.GetInt64(0), rows.GetFieldValue<DateTimeOffset>(1)) : null;
    }

    private async Task<long> NextRemittanceAsync(CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select nextval(pg_get_serial_sequence('remittance', 'remittance_id'))", connection, transaction);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task<RemittancePosting> OpenAsync(PostingDesk desk, RemittanceHeader header, Verdict verdict, CancellationToken cancellation)
    {
        var ratio = await RatioAsync(verdict.Practice!.PracticeId, verdict.Payer!.PayerId, cancellation);
        return new(desk, verdict.Practice, verdict.Payer, verdict.RemittanceId!.Value, RemitDate(header, verdict.Practice), header.PaymentDate, ratio);
    }

    private DateOnly RemitDate(RemittanceHeader header, KnownPractice practice) => header.PaymentDate ?? header.ProductionDate ?? Today(practice);

    private DateOnly Today(KnownPractice practice) => PracticeDay.At(arrival.At, TimeZoneInfo.FindSystemTimeZoneById(practice.TimeZone));

    private async Task<(decimal Charge, decimal Paid)> RatioAsync(int practiceId, int payerId, CancellationToken cancellation)
    {
        if (_ratios.TryGetValue((practiceId, payerId), out var known)) { return known; }

        await using var command = new NpgsqlCommand("select charge, paid from payer_ratio where practice_id = $1 and payer_id = $2", connection, transaction);
        command.Parameters.AddWithValue(practiceId);
        command.Parameters.AddWithValue(payerId);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return _ratios[(practiceId, payerId)] = await rows.ReadAsync(cancellation) ? (rows.GetDecimal(0), rows.GetDecimal(1)) : (0m, 0m);
    }

    private async Task CloseAsync(
        long fileId, int ordinal, RemittanceHeader header, RemittanceTrailer trailer, Verdict verdict, RemittancePosting posting, CancellationToken cancellation)
    {
        var (practice, payer) = (verdict.Practice!, verdict.Payer!);
        await RemittanceRow.InsertAsync(
            connection,
            transaction,
            new(practice.PracticeId, verdict.RemittanceId!.Value, fileId, ordinal, payer.PayerId, RemitDate(header, practice), posting.Denials, posting.DeniedAmount, arrival.At),
            header,
            trailer,
            cancellation);
        await using var ratio = new NpgsqlCommand(
            """
            insert into payer_ratio (practice_id, payer_id, charge, paid) values ($1, $2, $3, $4)
            on conflict (practice_id, payer_id) do update set charge = payer_ratio.charge + excluded.charge, paid = payer_ratio.paid + excluded.paid
            """,
            connection,
            transaction);
        ratio.Parameters.AddWithValue(practice.PracticeId);
        ratio.Parameters.AddWithValue(payer.PayerId);
        ratio.Parameters.AddWithValue(posting.PaidClaimsCharge);
        ratio.Parameters.AddWithValue(posting.PaidClaimsPaid);
        await ratio.ExecuteNonQueryAsync(cancellation);
        _ratios.Remove((practice.PracticeId, payer.PayerId));
        _touched.Add((practice.PracticeId, Today(practice)));
        _claims += posting.Claims;
        _denials += posting.Denials;
        _denied += posting.DeniedAmount;
        await _statistics.LookAsync(_claims, cancellation);
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
            copy.Row().Long(fileId).Int(++ordinal).Int(null).Int(skipped.At.Interchange).Int(skipped.At.Group).Int(skipped.At.Transaction).Text("").Int(skipped.At.Segment)
                .Long(skipped.At.Offset).Text("skipped").Text($"This is a {skipped.Id}, not a remittance (835). It is kept with the file and not posted.").Bytes([]).Long(null);
        }

        await copy.DoneAsync(cancellation);
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
        int Count(string state) => verdicts.Count(v => v.State == state);
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
            Skipped = scan.File.Skipped.Count,
            Claims = _claims,
            Denials = _denials,
            DeniedAmount = _denied,
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

        var parts = new List<string>();
        if (posted > 0) { parts.Add($"{posted} posted with {_claims:N0} claims and {_denials:N0} denials ({Dollars.Text(_denied)})"); }

        if (again > 0) { parts.Add($"{again} already received before"); }

        if (held > 0) { parts.Add($"{held} waiting in quarantine"); }

        return $"{(posted + again + held == 1 ? "Remittance" : "Remittances")}: {string.Join("; ", parts)}.";
    }

    private async Task FinishAsync(ImportReport report, List<Verdict> verdicts, CancellationToken cancellation)
    {
        foreach (var practiceId in _touched.Select(t => t.PracticeId).Distinct())
        {
            await Denials.PayerTurn.TakeAsync(connection, transaction, practiceId, report.FileId, arrival.At, cancellation);
        }

        if (arrival.Rank)
        {
            foreach (var (practiceId, today) in _touched) { await Queue.Scoring.RescoreAsync(connection, transaction, practiceId, today, cancellation); }
        }

        await using var command = new NpgsqlCommand(
            """
            update inbound_file set state = $2, posted_at = $3, transactions = $4, claims = $5, denials = $6, denied_amount = $7, problems = $8, import_ms = $9
            where file_id = $1
            """,
            connection,
            transaction);
        foreach (var value in new object[]
        {
            report.FileId, Text(report.State), arrival.At, verdicts.Count + report.Skipped, report.Claims, report.Denials, report.DeniedAmount, report.Problems,
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
