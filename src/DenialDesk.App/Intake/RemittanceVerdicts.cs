using DenialDesk.App.Payers;
using DenialDesk.App.Practices;
using DenialDesk.Domain.Money;
using DenialDesk.Domain.Quarantine;
using DenialDesk.X12;
using DenialDesk.X12.Remittance;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Intake;

/// <summary>What becomes of one remittance of a file, decided before anything of it is posted.</summary>
internal sealed record Verdict(string State, string? Reason = null, KnownPractice? Practice = null, KnownPayer? Payer = null, long? RemittanceId = null)
{
    /// <summary>Why it waits; null when it does not.</summary>
    public WaitCause? Cause { get; init; }

    /// <summary>The oddity that holds it; null when none of the file's segments is to blame.</summary>
    public Problem? Problem { get; init; }
}

/// <summary>What a person allowed for one waiting remittance.</summary>
/// <param name="PracticeId">The practice it is for, where the file does not say.</param>
/// <param name="AsIs">True when it may post although its cause is still there.</param>
internal sealed record Allowance(int? PracticeId, bool AsIs);

/// <summary>Decides for every remittance of a scanned file whether it posts, came before, or waits; finds or makes its payer and practice. Inside the import's transaction.</summary>
internal sealed class RemittanceVerdicts(NpgsqlConnection connection, NpgsqlTransaction transaction, DateTimeOffset now, string source)
{
    private readonly PayerRecognition _payers = new(connection, transaction);
    private readonly PracticeRecognition _practices = new(connection, transaction);

    /// <summary>One verdict a remittance, in their order.</summary>
    public async Task<List<Verdict>> OfAsync(TransactionScanResult scan, CancellationToken cancellation) => await OfAsync(scan.Transactions, scan.Problems, new(null, false), cancellation);

    /// <summary>The verdict of one that waits, after what a person allowed.</summary>
    public async Task<Verdict> OfOneAsync(TransactionScanResult scan, int ordinal, Allowance allowed, CancellationToken cancellation)
        => (await OfAsync([scan.Transactions[ordinal - 1]], scan.Problems, allowed, cancellation))[0];

    private async Task<List<Verdict>> OfAsync(IReadOnlyList<ScannedTransaction> scanned, IReadOnlyList<Problem> ofFile, Allowance allowed, CancellationToken cancellation)
    {
        var verdicts = new List<Verdict>(scanned.Count);
        foreach (var one in scanned) { verdicts.Add(await JudgeAsync(one, ofFile, allowed, cancellation)); }

        var before = await TwinsAsync(scanned, verdicts, cancellation);
        var changed = allowed.AsIs || source == "csv" ? [] : await ChangedAsync(scanned, verdicts, cancellation);
        var ids = await IdsAsync(verdicts.Count(v => v.State == "posted"), cancellation);
        var inFile = new Dictionary<(int, int, string), long>();
        for (var i = 0; i < verdicts.Count; i++)
        {
            if (verdicts[i] is not { State: "posted", Practice: { } practice, Payer: { } payer } verdict) { continue; }

            var hash = scanned[i].Trailer.CanonicalHash;
            if (before.TryGetValue(i, out var twin)) { verdicts[i] = Again(verdict, twin.RemittanceId, twin.At); }
            else if (inFile.TryGetValue((practice.PracticeId, payer.PayerId, hash), out var first)) { verdicts[i] = Again(verdict, first, now); }
            else if (changed.TryGetValue(i, out var why)) { verdicts[i] = verdict with { State = "quarantined", Reason = why, Cause = WaitCause.ChangedResend }; }
            else { verdicts[i] = verdict with { RemittanceId = inFile[(practice.PracticeId, payer.PayerId, hash)] = ids.Dequeue() }; }
        }

        return verdicts;
    }

    private static Verdict Again(Verdict verdict, long remittanceId, DateTimeOffset at)
        => verdict with { State = "already_received", Reason = $"The same remittance came before, on {at:yyyy-MM-dd}. It was not posted again.", RemittanceId = remittanceId };

    private async Task<Verdict> JudgeAsync(ScannedTransaction scanned, IReadOnlyList<Problem> ofFile, Allowance allowed, CancellationToken cancellation)
    {
        var header = scanned.Header;
        if (scanned.Rejects && !allowed.AsIs) { return await HeldAsync(scanned, ofFile, cancellation); }

        var practice = allowed.PracticeId is { } chosen ? await _practices.LoadAsync(chosen, cancellation) : await _practices.FindAsync(header.Payee, cancellation);
        return practice is not null
            ? new("posted", null, practice, await _payers.FindAsync(header, null, cancellation))
            : new("quarantined", "The remittance does not say which practice is paid (no NPI, tax id or name in N1*PE).", null, await _payers.FindKnownAsync(header, cancellation)) { Cause = WaitCause.NoPractice };
    }

    /// <summary>A missing end of the envelope stands outside the remittance, so the file's problems are asked too.</summary>
    private async Task<Verdict> HeldAsync(ScannedTransaction scanned, IReadOnlyList<Problem> ofFile, CancellationToken cancellation)
    {
        var problem = scanned.Problems.FirstOrDefault(p => p.Severity == Severity.Rejects)
            ?? ofFile.FirstOrDefault(p => p.Severity == Severity.Rejects && p.At.Interchange == scanned.Header.At.Interchange);
        return new(
            "quarantined", problem?.Sentence ?? "The end of this remittance is missing, so claims may be missing too. Ask the sender for the whole file.",
            await _practices.FindKnownAsync(scanned.Header.Payee, cancellation), await _payers.FindKnownAsync(scanned.Header, cancellation))
        {
            Cause = WaitCauses.OfProblem(problem?.Code),
            Problem = problem,
        };
    }

    /// <summary>By place, payments that were posted before with other content: posting them too would count their claims twice. A list's rows come in parts, so lists are not asked.</summary>
    private async Task<Dictionary<int, string>> ChangedAsync(IReadOnlyList<ScannedTransaction> scanned, List<Verdict> verdicts, CancellationToken cancellation)
    {
        var asked = Enumerable.Range(0, verdicts.Count)
            .Where(i => verdicts[i].State == "posted" && scanned[i].Header is { Amount: not (null or 0m) } h && SamePayment.Names(h.TraceNumber)).ToArray();
        if (asked.Length == 0) { return []; }

        // Served by remittance_trace; by remittance_day where the number was typed from paper, in small letters or without its leading zeros.
        await using var command = new NpgsqlCommand(
            """
            select x.place, r.posted_at, r.claims, r.paid
            from unnest($1::int[], $2::int[], $3::int[], $4::text[], $5::numeric[], $6::date[]) as x (place, practice_id, payer_id, trace, amount, day)
            cross join lateral (
                select r.* from remittance r where r.practice_id = x.practice_id and r.trace_number = x.trace and r.bpr_amount = x.amount and r.payment_date is not distinct from x.day
                union
                select r.* from remittance r where r.practice_id = x.practice_id and r.remit_date = x.day and r.payment_date = x.day and r.bpr_amount = x.amount
                  and ltrim(upper(r.trace_number), '0') = ltrim(upper(x.trace), '0')) r
            join payer p on p.payer_id = r.payer_id and coalesce(p.merged_into, p.payer_id) = x.payer_id
            order by r.remittance_id
            """,
            connection,
            transaction);
        command.Parameters.AddWithValue(asked);
        command.Parameters.AddWithValue(Array.ConvertAll(asked, i => verdicts[i].Practice!.PracticeId));
        command.Parameters.AddWithValue(Array.ConvertAll(asked, i => verdicts[i].Payer!.PayerId));
        command.Parameters.AddWithValue(Array.ConvertAll(asked, i => scanned[i].Header.TraceNumber));
        command.Parameters.AddWithValue(Array.ConvertAll(asked, i => scanned[i].Header.Amount!.Value));
        command.Parameters.Add(new() { Value = Array.ConvertAll(asked, i => scanned[i].Header.PaymentDate), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Date });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new Dictionary<int, string>();
        while (await rows.ReadAsync(cancellation))
        {
            var trailer = scanned[rows.GetInt32(0)].Trailer;
            found.TryAdd(
                rows.GetInt32(0),
                $"A payment with the same number, date and amount was posted on {rows.GetFieldValue<DateTimeOffset>(1):yyyy-MM-dd}, but this one says something else: {trailer.Claims} claims and {Dollars.Text(trailer.Paid)} paid on them, against {rows.GetInt32(2)} and {Dollars.Text(rows.GetDecimal(3))}.");
        }

        return found;
    }

    /// <summary>Remittances posted before, by place in the file. Served by remittance_once; what a payer sent before it was merged into this one is under its old id.</summary>
    private async Task<Dictionary<int, (long RemittanceId, DateTimeOffset At)>> TwinsAsync(IReadOnlyList<ScannedTransaction> scanned, List<Verdict> verdicts, CancellationToken cancellation)
    {
        var asked = Enumerable.Range(0, verdicts.Count).Where(i => verdicts[i].State == "posted").ToArray();
        await using var command = new NpgsqlCommand(
            """
            select x.place, r.remittance_id, r.posted_at
            from unnest($1::int[], $2::int[], $3::int[], $4::bytea[]) as x (place, practice_id, payer_id, hash)
            cross join lateral (select x.payer_id union all select p.payer_id from payer p where p.merged_into = x.payer_id) as known (payer_id)
            join remittance r on r.practice_id = x.practice_id and r.payer_id = known.payer_id and r.canonical_hash = x.hash
            """,
            connection,
            transaction);
        command.Parameters.AddWithValue(asked);
        command.Parameters.AddWithValue(Array.ConvertAll(asked, i => verdicts[i].Practice!.PracticeId));
        command.Parameters.AddWithValue(Array.ConvertAll(asked, i => verdicts[i].Payer!.PayerId));
        command.Parameters.Add(new() { Value = Array.ConvertAll(asked, i => Convert.FromHexString(scanned[i].Trailer.CanonicalHash)), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new Dictionary<int, (long, DateTimeOffset)>();
        while (await rows.ReadAsync(cancellation)) { found.TryAdd(rows.GetInt32(0), (rows.GetInt64(1), rows.GetFieldValue<DateTimeOffset>(2))); }

        return found;
    }

    private async Task<Queue<long>> IdsAsync(int count, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select nextval(pg_get_serial_sequence('remittance', 'remittance_id')) from generate_series(1, $1)", connection, transaction);
        command.Parameters.AddWithValue(count);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var ids = new Queue<long>();
        while (await rows.ReadAsync(cancellation)) { ids.Enqueue(rows.GetInt64(0)); }

        return ids;
    }
}
