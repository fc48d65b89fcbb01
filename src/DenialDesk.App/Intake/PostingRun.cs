using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.App.Denials;
using DenialDesk.App.Practices;
using DenialDesk.App.Queue;
using DenialDesk.App.Remittances;
using DenialDesk.App.Routing;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using DenialDesk.X12;
using DenialDesk.X12.Remittance;
using Npgsql;

namespace DenialDesk.App.Intake;

/// <summary>Which transaction of which file; the ordinal counts from 1.</summary>
internal readonly record struct FilePlace(long FileId, int Ordinal);

/// <summary>Posts those remittances of a file whose verdict says so, inside the caller's transaction; counts what it posted.</summary>
internal sealed class PostingRun(DeskSource database, NpgsqlConnection connection, NpgsqlTransaction transaction, CodeBook book, DateTimeOffset at)
{
    private readonly Dictionary<(int PracticeId, int PayerId), PayerRatio> _ratios = [];
    private readonly HashSet<(int PracticeId, DateOnly Today)> _touched = [];
    private readonly FreshStatistics _statistics = new(connection, transaction);
    private readonly Dictionary<int, OddsBook> _odds = [];
    private readonly List<Problem> _doubts = [];
    private long? _firstDenial;
    private IReadOnlyDictionary<int, IReadOnlyCollection<(long ClaimId, int PayerId)>> _told = new Dictionary<int, IReadOnlyCollection<(long, int)>>();

    /// <summary>Claims posted.</summary>
    public int Claims { get; private set; }

    /// <summary>Denials found in them.</summary>
    public int Denials { get; private set; }

    /// <summary>Dollars refused on those.</summary>
    public decimal Denied { get; private set; }

    /// <summary>What was odd in the whole file.</summary>
    public IReadOnlyList<Problem> Problems { get; private set; } = [];

    /// <summary>Reads the file and posts; one verdict a scanned remittance, in their order.</summary>
    public async Task PostAsync(long fileId, Stream content, IReadOnlyList<ScannedTransaction> scanned, List<Verdict> verdicts, CancellationToken cancellation)
    {
        await ReadRatiosAsync(verdicts, cancellation);
        foreach (var practice in verdicts.Where(v => v.State == "posted").Select(v => v.Practice!).DistinctBy(p => p.PracticeId))
        {
            _odds[practice.PracticeId] = await OddsBook.LoadAsync(connection, transaction, practice.PracticeId, Today(practice), cancellation);
        }

        await using var aside = await database.OpenConnectionAsync(cancellation);
        var desk = new PostingDesk(
            connection, transaction, aside, book, new ClockSetting(await RulesInForce.LoadAsync(connection, transaction, cancellation)), at,
            new(aside, "claim", "claim_id"), new(aside, "adjudication", "adjudication_id"), new(aside, "denial", "denial_id"));
        // The first pass has hashed and added up everything already.
        await using var reader = new RemittanceReader(content, new() { Hash = false });
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
                case TransactionClosed when closed < verdicts.Count:
                    var (ordinal, header, trailer) = (closed + 1, scanned[closed].Header, scanned[closed].Trailer);
                    if (posting is not null) { pipe.Close(posting, (done, rows) => Close(fileId, ordinal, header, trailer, done, rows)); }

                    closed++;
                    posting = null;
                    break;
            }
        }

        await pipe.FinishAsync(cancellation);
        _firstDenial ??= desk.DenialIds.First;
        using (ImportParts.Begin("rows proved")) { await PostedRows.ProveAsync(connection, transaction, fileId, cancellation); }

        _told = pipe.Told();
        await SaveRatiosAsync(cancellation);
        Problems = [.. reader.Problems, .. _doubts];
    }

    /// <summary>Tells the stories of the claims anew, ranks the practices that were touched, and routes what was found.</summary>
    public async Task FinishAsync(bool rank, CancellationToken cancellation)
    {
        var again = new Dictionary<int, IReadOnlyList<long>>();
        foreach (var (practiceId, claims) in _told)
        {
            again[practiceId] = await UpheldAnswers.SettleAsync(connection, transaction, book, practiceId, claims, foundAt: at, at, cancellation);
            await PayerTurn.TakeAsync(connection, transaction, practiceId, claims, at, cancellation);
            await OrderOfArrival.SettleAsync(connection, transaction, practiceId, claims, at, cancellation);
        }

        foreach (var (practiceId, today) in _touched)
        {
            if (rank) { await Scoring.RescoreAsync(connection, transaction, practiceId, today, cancellation); }

            if (_firstDenial is { } first) { await RouteFound.RunAsync(connection, transaction, practiceId, today, new(first, at, again.GetValueOrDefault(practiceId) ?? []), cancellation); }
        }
    }

    private RemittancePosting Open(PostingDesk desk, PostingPipe pipe, RemittanceHeader header, Verdict verdict)
    {
        var (practice, payer) = (verdict.Practice!, verdict.Payer!);
        var remitted = RemitDate(header, practice);
        if (remitted.Doubtful)
        {
            _doubts.Add(new(Severity.Warning, "payment-date-doubtful", header.At, string.Create(CultureInfo.InvariantCulture,
                $"The day of payment is missing, unreadable, or one that cannot be meant. Deadlines are counted from {remitted.Day:d MMM yyyy}; compare it with the payment and the payer's portal.")));
        }

        return new(
            desk, new(practice, payer, verdict.RemittanceId!.Value, remitted.Day, Today(practice), _odds[practice.PracticeId]), pipe.ThreadsOf(practice.PracticeId),
            _ratios[(practice.PracticeId, payer.PayerId)]);
    }

    private RemittanceDay RemitDate(RemittanceHeader header, KnownPractice practice)
        => RemittanceDay.Of(header.PaymentDate, header.ProductionDate, header.Envelope.Group?.Date ?? header.Envelope.Interchange?.Date, Today(practice));

    private DateOnly Today(KnownPractice practice) => PracticeDay.At(at, TimeZoneInfo.FindSystemTimeZoneById(practice.TimeZone));

    private void Close(long fileId, int ordinal, RemittanceHeader header, RemittanceTrailer trailer, RemittancePosting posting, RowBatch rows)
    {
        var (practice, payer) = (posting.Remittance.Practice, posting.Remittance.Payer);
        rows.Remittances.Add(new(
            new(practice.PracticeId, posting.Remittance.RemittanceId, fileId, ordinal, payer.PayerId, posting.Remittance.RemitDate, posting.Denials, posting.DeniedAmount, at),
            header,
            trailer));
        _ratios[(practice.PracticeId, payer.PayerId)].Settle();
        _touched.Add((practice.PracticeId, Today(practice)));
        Claims += posting.Claims;
        Denials += posting.Denials;
        Denied += posting.DeniedAmount;
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
}
