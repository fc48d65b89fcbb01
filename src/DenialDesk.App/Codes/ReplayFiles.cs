using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.App.Intake;
using DenialDesk.App.Payers;
using DenialDesk.App.Queue;
using DenialDesk.App.Remittances;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.X12.Remittance;
using Npgsql;

namespace DenialDesk.App.Codes;

/// <summary>
/// Reads the kept bytes of the chosen files again, in the order in which their remittances were posted, and decides the chosen answers anew with the functions
/// an import decides with; what comes out goes into the fresh tables of the replay. A thousand claims are in memory at a time. An upheld appeal keeps the reason of
/// the denial it answers, which may stand in a later file: such answers are decided when all others are, from their own files read a second time.
/// </summary>
internal sealed class ReplayFiles(DeskSource database, NpgsqlConnection connection, NpgsqlTransaction transaction, CodeBook book, DateTimeOffset now)
{
    private const int Together = 1_000;

    private sealed record Place(int PracticeId, long RemittanceId, long FileId, int Ordinal, int PayerId, DateOnly RemitDate);

    /// <param name="Kin">The first of the claims that are one with it; mostly itself.</param>
    private sealed record Answer(long Id, long ClaimId, int PayerId, bool Many, long Kin);

    private readonly Dictionary<(int, long, int), List<EarlierDenial>> _denied = [];
    private readonly HashSet<(int PracticeId, long AdjudicationId)> _upholding = [];
    private readonly HashSet<Place> _again = [];
    private readonly Dictionary<(int, long), DenialCategory> _kept = [];
    private readonly Dictionary<int, (DateOnly Today, OddsBook Odds)> _practices = [];
    private readonly Dictionary<(int, int), (decimal, decimal)> _ratios = [];
    private readonly Dictionary<int, KnownPayer> _payers = [];
    private readonly List<(int PracticeId, AdjudicationRow Row, ClaimDecision Decision, DenialRow? Denial)> _waiting = [];
    private ClockSetting _clocks = null!;

    /// <summary>Answers decided so far.</summary>
    public int Claims { get; private set; }

    /// <summary>Replays everything; tells how much of the files is done, in percent.</summary>
    public async Task RunAsync(Func<int, Task> progress, CancellationToken cancellation)
    {
        _clocks = new(await RulesInForce.LoadAsync(connection, transaction, cancellation));
        await KnowAsync(cancellation);
        var places = await PlacesAsync(cancellation);
        await ReadEachAsync(places, done => progress(done * 80 / places.Count), upholding: false, cancellation);
        var again = places.FindAll(_again.Contains);
        await ReadEachAsync(again, done => progress(80 + (done * 10 / again.Count)), upholding: true, cancellation);
        await FlushAsync(cancellation);
    }

    /// <summary>Remittances that follow each other in one file are read together.</summary>
    private async Task ReadEachAsync(List<Place> places, Func<int, Task> progress, bool upholding, CancellationToken cancellation)
    {
        for (var i = 0; i < places.Count;)
        {
            var last = i + 1;
            while (last < places.Count && places[last].FileId == places[i].FileId && places[last].Ordinal > places[last - 1].Ordinal) { last++; }

            await ReadAsync(places[i..last], upholding, cancellation);
            await progress(last);
            i = last;
        }
    }

    private async Task ReadAsync(List<Place> places, bool upholding, CancellationToken cancellation)
    {
        var byOrdinal = places.ToDictionary(p => p.Ordinal);
        await using var kept = PieceStream.Open(database, PieceShelf.Files, places[0].FileId, cancellation);
        await using var reader = new RemittanceReader(kept);
        var (ordinal, position) = (0, 0);
        Place? place = null;
        Dictionary<int, Answer> answers = [];
        while (await reader.ReadAsync(cancellation))
        {
            switch (reader.Current)
            {
                case TransactionOpened:
                    (ordinal, position) = (ordinal + 1, 0);
                    place = byOrdinal.GetValueOrDefault(ordinal);
                    answers = place is null ? [] : await AnswersAsync(place, cancellation);
                    break;
                case ClaimRead { Claim: var claim } when place is not null:
                    if (answers.TryGetValue(++position, out var answer) && (!upholding || _upholding.Contains((place.PracticeId, answer.Id)))) { await DecideAsync(place, claim, position, answer, upholding, cancellation); }

                    break;
            }
        }
    }

    private async Task DecideAsync(Place place, RemittanceClaim claim, int position, Answer answer, bool upholding, CancellationToken cancellation)
    {
        var (thread, practice) = ((place.PracticeId, answer.Kin, answer.PayerId), _practices[place.PracticeId]);
        var read = AdjudicationRow.Of(claim, answer.Id, place.RemittanceId, position, answer.ClaimId, place.PayerId, place.RemitDate);
        var adjudicated = RemittanceTranslator.Claim(claim, upholding && _denied.TryGetValue(thread, out var earlier) ? EarlierDenial.Answered(earlier, place.RemitDate, read.Service) : null);
        var decision = DenialDecision.Decide(adjudicated, book, place.RemitDate);
        if (answer.Many && !upholding && Waits(place, answer, read, decision)) { return; }

        var row = read with
        {
            Kind = ClaimFinding.KindOf(decision, claim),
            Rule = string.Join(' ', decision.ClaimRules),
            DeniedAmount = decision.Denial?.DeniedAmount ?? 0m,
        };
        DenialRow? denial = null;
        if (decision.Denial is { } found)
        {
            var finding = new ClaimFinding(
                _payers[place.PayerId], place.RemitDate, practice.Today, practice.Odds, _clocks, _ratios.GetValueOrDefault((place.PracticeId, place.PayerId)));
            denial = finding.Denial(claim, adjudicated, found, row, answer.Id, place.RemitDate);
        }

        Claims++;
        _waiting.Add((place.PracticeId, row, decision, denial));
        if (_waiting.Count >= Together) { await FlushAsync(cancellation); }
    }

    /// <summary>Notes the reason for upheld appeals of the same claim, the one people stand by where they do; true when the answer is itself one and has to wait for all others.</summary>
    private bool Waits(Place place, Answer answer, AdjudicationRow read, ClaimDecision decision)
    {
        var (key, thread) = ((place.PracticeId, answer.Id), (place.PracticeId, answer.Kin, answer.PayerId));
        var reason = decision.Denial is { } found ? EarlierDenial.Of(place.RemitDate, read.Service, found) : new(place.RemitDate, read.Service, null);
        if (_kept.TryGetValue(key, out var stays) && (decision.Denial is null || reason.Reason is not null)) { reason = reason with { Reason = stays }; }

        if (reason.Reason is not null)
        {
            if (!_denied.TryGetValue(thread, out var denied)) { _denied[thread] = denied = []; }

            denied.Add(reason);
        }

        if (decision.Denial?.Lines.Any(l => l.Reasons.Any(r => UpheldAppeal.Says(r.Carc))) != true) { return false; }

        _upholding.Add(key);
        _again.Add(place);
        return true;
    }

    private async Task FlushAsync(CancellationToken cancellation)
    {
        await using (var copy = await BulkCopy.IntoAsync(connection, "fresh_answer (practice_id, adjudication_id, kind, rule, denied_amount)", cancellation))
        {
            foreach (var (practice, row, _, _) in _waiting) { copy.Row().Int(practice).Long(row.Id).Text(row.Kind).Text(row.Rule).Money(row.DeniedAmount); }

            await copy.DoneAsync(cancellation);
        }

        await using (var copy = await BulkCopy.IntoAsync(connection, "fresh_adjustment (practice_id, adjudication_id, line_no, ordinal, carc, bucket, rule_id, category)", cancellation))
        {
            foreach (var (practice, row, decision, _) in _waiting)
            {
                foreach (var one in decision.Adjustments)
                {
                    copy.Row().Int(practice).Long(row.Id).Int(one.Adjustment.LineIndex ?? 0).Int(one.Adjustment.Ordinal).Text(one.Carc).Text(one.Bucket.Text()).Text(one.Rule)
                        .Text(one.Reason?.Category.Text() ?? "none");
                }
            }

            await copy.DoneAsync(cancellation);
        }

        foreach (var practice in _waiting.Where(w => w.Denial is not null).GroupBy(w => w.PracticeId))
        {
            await DenialRow.WriteAsync(connection, practice.Key, [.. practice.Select(w => w.Denial!)], now, cancellation, "fresh_denial");
        }

        await using (var copy = await BulkCopy.IntoAsync(connection, "fresh_line (practice_id, denial_id, line_no, ordinal, group_code, carc, rarc, category, rule_id, amount)", cancellation))
        {
            foreach (var (practice, _, _, denial) in _waiting.Where(w => w.Denial is not null))
            {
                foreach (var l in ClaimFinding.Lines(denial!))
                {
                    copy.Row().Int(practice).Long(l.DenialId).Int(l.Line).Int(l.Ordinal).Text(l.Group).Text(l.Carc).Text(l.Rarc).Text(l.Category).Text(l.Rule).Money(l.Amount);
                }
            }

            await copy.DoneAsync(cancellation);
        }

        _waiting.Clear();
    }

    /// <summary>Remittances with chosen answers in the order in which they were posted: their ids were drawn then.</summary>
    private async Task<List<Place>> PlacesAsync(CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select r.practice_id, r.remittance_id, r.file_id, r.file_ordinal, coalesce(p.merged_into, p.payer_id), r.remit_date
            from remittance r join payer p on p.payer_id = r.payer_id
            where (r.practice_id, r.remittance_id) in (select practice_id, remittance_id from replay_scope) order by r.remittance_id
            """,
            connection,
            transaction)
        { CommandTimeout = 0 };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<Place>();
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetInt32(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt32(3), rows.GetInt32(4), rows.GetFieldValue<DateOnly>(5)));
        }

        return found;
    }

    private async Task<Dictionary<int, Answer>> AnswersAsync(Place place, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select position, adjudication_id, claim_id, payer_id, many, kin from replay_scope where file_id = $1 and file_ordinal = $2 and practice_id = $3", connection, transaction);
        command.Parameters.AddWithValue(place.FileId);
        command.Parameters.AddWithValue(place.Ordinal);
        command.Parameters.AddWithValue(place.PracticeId);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new Dictionary<int, Answer>();
        while (await rows.ReadAsync(cancellation)) { found[rows.GetInt32(0)] = new(rows.GetInt64(1), rows.GetInt64(2), rows.GetInt32(3), rows.GetBoolean(4), rows.GetInt64(5)); }

        return found;
    }

    /// <summary>What deciding needs beside the file: the practices' days and odds, the payers and what they pay, and the categories people stand by.</summary>
    private async Task KnowAsync(CancellationToken cancellation)
    {
        List<(int Id, string Zone)> practices = [];
        await EachAsync("select practice_id, time_zone from practice where practice_id in (select practice_id from replay_scope)", r => practices.Add((r.GetInt32(0), r.GetString(1))), cancellation);
        foreach (var (id, zone) in practices)
        {
            var today = PracticeDay.At(now, TimeZoneInfo.FindSystemTimeZoneById(zone));
            _practices[id] = (today, await OddsBook.LoadAsync(connection, transaction, id, today, cancellation));
        }

        await EachAsync("select practice_id, payer_id, charge, paid from payer_ratio", r => _ratios[(r.GetInt32(0), r.GetInt32(1))] = (r.GetDecimal(2), r.GetDecimal(3)), cancellation);
        await EachAsync("select payer_id, name, plan, family, lob, state, network, funding from payer", r => _payers[r.GetInt32(0)] = Payer(r), cancellation);
        await EachAsync(
            "select k.practice_id, k.adjudication_id, k.category from replay_kept k join replay_scope s using (practice_id, adjudication_id) where s.many",
            r => _kept[(r.GetInt32(0), r.GetInt64(1))] = CodeNames.Read<DenialCategory>(r.GetString(2)), cancellation);
    }

    private static KnownPayer Payer(NpgsqlDataReader r)
    {
        string? Cell(int i) => r.IsDBNull(i) ? null : r.GetString(i);
        return new(r.GetInt32(0), r.GetString(1), Cell(2), Cell(3), Cell(4), Cell(5), Cell(6), Cell(7));
    }

    private async Task EachAsync(string sql, Action<NpgsqlDataReader> row, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { row(rows); }
    }
}
