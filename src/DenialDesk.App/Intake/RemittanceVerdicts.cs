using DenialDesk.App.Payers;
using DenialDesk.App.Practices;
using DenialDesk.X12;
using DenialDesk.X12.Remittance;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Intake;

/// <summary>What becomes of one remittance of a file, decided before anything of it is posted.</summary>
internal sealed record Verdict(string State, string? Reason = null, KnownPractice? Practice = null, KnownPayer? Payer = null, long? RemittanceId = null);

/// <summary>Decides for every remittance of a scanned file whether it posts, came before, or waits; finds or makes its payer and practice. Inside the import's transaction.</summary>
internal sealed class RemittanceVerdicts(NpgsqlConnection connection, NpgsqlTransaction transaction, DateTimeOffset now)
{
    private readonly PayerRecognition _payers = new(connection, transaction);
    private readonly PracticeRecognition _practices = new(connection, transaction);

    /// <summary>One verdict a remittance, in their order.</summary>
    public async Task<List<Verdict>> OfAsync(IReadOnlyList<ScannedTransaction> scanned, CancellationToken cancellation)
    {
        var verdicts = new List<Verdict>(scanned.Count);
        foreach (var one in scanned) { verdicts.Add(await JudgeAsync(one, cancellation)); }

        var before = await TwinsAsync(scanned, verdicts, cancellation);
        var ids = await IdsAsync(verdicts.Count(v => v.State == "posted"), cancellation);
        var inFile = new Dictionary<(int, int, string), long>();
        for (var i = 0; i < verdicts.Count; i++)
        {
            if (verdicts[i] is not { State: "posted", Practice: { } practice, Payer: { } payer } verdict) { continue; }

            var hash = scanned[i].Trailer.CanonicalHash;
            if (before.TryGetValue(i, out var twin)) { verdicts[i] = Again(verdict, twin.RemittanceId, twin.At); }
            else if (inFile.TryGetValue((practice.PracticeId, payer.PayerId, hash), out var first)) { verdicts[i] = Again(verdict, first, now); }
            else { verdicts[i] = verdict with { RemittanceId = inFile[(practice.PracticeId, payer.PayerId, hash)] = ids.Dequeue() }; }
        }

        return verdicts;
    }

    private static Verdict Again(Verdict verdict, long remittanceId, DateTimeOffset at)
        => verdict with { State = "already_received", Reason = $"The same remittance came before, on {at:yyyy-MM-dd}. It was not posted again.", RemittanceId = remittanceId };

    private async Task<Verdict> JudgeAsync(ScannedTransaction scanned, CancellationToken cancellation)
    {
        if (scanned.Rejects)
        {
            var why = scanned.Problems.FirstOrDefault(p => p.Severity == Severity.Rejects)?.Sentence;
            return new("quarantined", why ?? "The end of this remittance is missing, so claims may be missing too. Ask the sender for the whole file.");
        }

        return await _practices.FindAsync(scanned.Header.Payee, cancellation) is { } practice
            ? new("posted", null, practice, await _payers.FindAsync(scanned.Header, null, cancellation))
            : new("quarantined", "The remittance does not say which practice is paid (no NPI, tax id or name in N1*PE).");
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
