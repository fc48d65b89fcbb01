// Reason for length: the one transaction of an import, beat after beat.
using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.App.Payers;
using DenialDesk.App.Practices;
using DenialDesk.App.Queue;
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
    private readonly Dictionary<(int PracticeId, int PayerId), PayerRatio> _ratios = [];
    private readonly HashSet<(int PracticeId, DateOnly Today)> _touched = [];
    private readonly FreshStatistics _statistics = new(connection, transaction);
    private readonly Dictionary<int, OddsBook> _odds = [];
    private readonly List<Problem> _problems = [];
    private IReadOnlyDictionary<int, IReadOnlyCollection<(long ClaimId, int PayerId)>> _told = new Dictionary<int, IReadOnlyCollection<(long, int)>>();
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
        var verdicts = await new RemittanceVerdicts(connection, transaction, arrival.At).OfAsync(scan.Transactions, cancellation);
        await ReadRatiosAsync(verdicts, cancellation);
        foreach (var practice in verdicts.Where(v => v.State == "posted").Select(v => v.Practice!).DistinctBy(p => p.PracticeId))
        {
            _odds[practice.PracticeId] = await OddsBook.LoadAsync(connection, transaction, practice.PracticeId, Today(practice), cancellation);
        }

        var desk = new PostingDesk(
            connection, transaction, book, new ClockSetting(await RulesInForce.LoadAsync(connection, transaction, cancellation)), arrival.At,
            new(connection, transaction, "claim", "claim_id"), new(connection, transaction, "adjudication", "adjudication_id"), new(connection, transaction, "denial", "denial_id"));
        await using var reader = new RemittanceReader(arrival.Spool.Reread());
        await using var pipe = new PostingPipe(desk, _statistics);
        RemittancePosting? posting = null;
        var closed = 0;
        while (await reader.ReadAsync(cancellation))
        {
            switch (reader.Current)
            {
                case TransactionOpened opened when closed < verdicts.Count:
                    posting = verdicts[closed] is { State: "posted" } verdict ? Open(desk, pipe, opened.Header, verdict) : null;
                    break;
                case ClaimRead read when posting is not null:
                    await pipe.AddAsync(posting, read.Claim, cancellation);
                    break;
                case TransactionClosed { Trailer: var trailer } when closed < verdicts.Count:
                    var (ordinal, header) = (closed + 1, scan.Transactions[closed].Header);
                    if (posting is not null) { pipe.Close(posting, (done, rows) => Close(fileId, ordinal, header, trailer, done, rows)); }

                    closed++;
                    posting = null;
                    break;
            }
        }

        await pipe.FinishAsync(cancellation);
        await PostedRows.ProveAsync(connection, transaction, fileId, cancellation);
        _told = pipe.Told();
        await SaveRatiosAsync(cancellation);
        _problems.AddRange(reader.Problems);
        return verdicts;
    }

    private RemittancePosting Open(PostingDesk desk, PostingPipe pipe, RemittanceHeader header, Verdict verdict)
    {
        var (practice, payer) = (verdict.Practice!, verdict.Payer!);
        return new(
            desk, new(practice, payer, verdict.RemittanceId!.Value, RemitDate(header, practice), header.PaymentDate, Today(practice), _odds[practice.PracticeId]), pipe.ThreadsOf(practice.PracticeId),
            _ratios[(practice.PracticeId, payer.PayerId)]);
    }

    private DateOnly RemitDate(RemittanceHeader header, KnownPractice practice) => header.PaymentDate ?? header.ProductionDate ?? Today(practice);

    private DateOnly Today(KnownPractice practice) => PracticeDay.At(arrival.At, TimeZoneInfo.FindSystemTimeZoneById(practice.TimeZone));

    private void Close(long fileId, int ordinal, RemittanceHeader header, RemittanceTrailer trailer, RemittancePosting posting, RowBatch rows)
    {
        var (practice, payer) = (posting.Remittance.Practice, posting.Remittance.Payer);
        rows.Remittances.Add(new(
            new(practice.PracticeId, posting.Remittance.RemittanceId, fileId, ordinal, payer.PayerId, posting.Remittance.RemitDate, posting.Denials, posting.DeniedAmount, arrival.At),
            header,
            trailer));
        _ratios[(practice.PracticeId, payer.PayerId)].Settle();
        _touched.Add((practice.PracticeId, Today(practice)));
        _claims += posting.Claims;
        _denials += posting.Denials;
        _denied += posting.DeniedAmount;
    }

    private async Task ReadRatiosAsync(List<Verdict> verdicts, CancellationToken cancellation)
    {
        var pairs = verdicts.Where(v => v.State == "posted").Select(v => (v.Practice!.PracticeId, v.Payer!.PayerId)).Distinct().ToList();
        await using var command = new NpgsqlCommand(
            """
            select x.practice_id, x.payer_id, coalesce(r.charge, 0), coalesce(r.paid, 0)
            from unnest($1::int[], $2::int[]) as x (practice_id, payer_id) left join payer_ratio r using (practice_id, payer_id)
            """,
            connection,
            transaction);
        command.Parameters.AddWithValue(pairs.Select(p => p.PracticeId).ToArray());
        command.Parameters.AddWithValue(pairs.Select(p => p.PayerId).ToArray());
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { _ratios[(rows.GetInt32(0), rows.GetInt32(1))] = new(rows.GetDecimal(2), rows.GetDecimal(3)); }
    }

    private async Task SaveRatiosAsync(CancellationToken cancellation)
    {
        var changed = _ratios.Where(r => r.Value.AddedCharge != 0m || r.Value.AddedPaid != 0m).ToList();
        await using var command = new NpgsqlCommand(
            """
            insert into payer_ratio (practice_id, payer_id, charge, paid) select * from unnest($1::int[], $2::int[], $3::numeric[], $4::numeric[])
            on conflict (practice_id, payer_id) do update set charge = payer_ratio.charge + excluded.charge, paid = payer_ratio.paid + excluded.paid
            """,
            connection,
            transaction);
        command.Parameters.AddWithValue(changed.Select(r => r.Key.PracticeId).ToArray());
        command.Parameters.AddWithValue(changed.Select(r => r.Key.PayerId).ToArray());
        command.Parameters.AddWithValue(changed.Select(r => r.Value.AddedCharge).ToArray());
        command.Parameters.AddWithValue(changed.Select(r => r.Value.AddedPaid).ToArray());
        await command.ExecuteNonQueryAsync(cancellation);
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
        foreach (var (practiceId, claims) in _told) { await Denials.PayerTurn.TakeAsync(connection, transaction, practiceId, claims, arrival.At, cancellation); }

        if (arrival.Rank)
        {
            foreach (var (practiceId, today) in _touched) { await Scoring.RescoreAsync(connection, transaction, practiceId, today, cancellation); }
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
