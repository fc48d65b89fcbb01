using DenialDesk.App.FollowUps;
using DenialDesk.App.Settings;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.FollowUps;
using DenialDesk.Domain.Priority;
using Npgsql;

namespace DenialDesk.App.Queue;

/// <summary>The reversal odds of a practice on a day: decided attempts, decayed by age, shrunk from category to payer to code to procedure family; and the minutes its work takes.</summary>
internal sealed class OddsBook
{
    /// <summary>What the starting values are kept under.</summary>
    internal const string Name = "odds";

    private readonly Dictionary<string, Attempts> _category = [];
    private readonly Dictionary<(int, string), Attempts> _payerCategory = [];
    private readonly Dictionary<(int, string), Attempts> _payerCarc = [];
    private readonly Dictionary<(int, string, string), Attempts> _payerCarcFamily = [];
    private readonly Dictionary<(int, string, string, string), ReversalEstimate> _estimates = [];
    private readonly Dictionary<string, string> _families = [];
    private readonly Dictionary<(int Payer, string Category), double> _minutes = [];
    private MeasuredTime _measured = MeasuredTime.None;
    private PriorityStandards _standards = PriorityStandards.Shipped;
    private IReadOnlyDictionary<int, string> _lobs = new Dictionary<int, string>();

    /// <summary>Reads the practice's history in one query, the few starting values beside it. Served by the primary key of reversal_history.</summary>
    public static async Task<OddsBook> LoadAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, int practiceId, DateOnly today, CancellationToken cancellation)
    {
        var book = new OddsBook
        {
            _measured = await RecordTime.MeasuredAsync(connection, transaction, practiceId, today, cancellation),
            _standards = await SettingDocument.InForceAsync<PriorityStandards>(connection, transaction, Name, today, cancellation) ?? PriorityStandards.Shipped,
            _lobs = await LobsAsync(connection, transaction, cancellation),
        };
        await using var command = new NpgsqlCommand("select payer_id, category, carc, decided_on, decided, overturned, family from reversal_history where practice_id = $1", connection, transaction);
        command.Parameters.AddWithValue(practiceId);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var weight = ReversalRate.Decay(today.DayNumber - rows.GetFieldValue<DateOnly>(3).DayNumber);
            var attempts = new Attempts((double)rows.GetDecimal(5) * weight, rows.GetInt32(4) * weight);
            var (payer, category, carc, family) = (rows.GetInt32(0), rows.GetString(1), rows.GetString(2), rows.GetString(6));
            Add(book._category, category, attempts);
            Add(book._payerCategory, (payer, category), attempts);
            Add(book._payerCarc, (payer, carc), attempts);
            if (family.Length > 0) { Add(book._payerCarcFamily, (payer, carc, family), attempts); }
        }

        return book;
    }

    /// <summary>The odds for one kind of denial.</summary>
    /// <param name="procedures">The denied procedure codes, the lead one first; empty when they are not known.</param>
    public ReversalEstimate Of(int payerId, string category, string carc, string procedures)
    {
        var family = Family(procedures);
        if (_estimates.TryGetValue((payerId, category, carc, family), out var known)) { return known; }

        var estimate = ReversalRate.Estimate(
            _standards.Prior(CodeNames.TryRead<DenialCategory>(category) ?? DenialCategory.Other, _lobs.GetValueOrDefault(payerId)),
            _category.GetValueOrDefault(category), _payerCategory.GetValueOrDefault((payerId, category)), _payerCarc.GetValueOrDefault((payerId, carc)),
            _payerCarcFamily.GetValueOrDefault((payerId, carc, family)));
        return _estimates[(payerId, category, carc, family)] = estimate;
    }

    /// <summary>Minutes of a category with a payer: the standard ones, drawn towards what was measured in this practice up to the day before.</summary>
    public double Minutes(int payerId, string category)
    {
        if (_minutes.TryGetValue((payerId, category), out var known)) { return known; }

        var standard = _standards.Of(CodeNames.TryRead<DenialCategory>(category) ?? DenialCategory.Other).Minutes;
        return _minutes[(payerId, category)] = WorkTime.Minutes(standard, _measured.Of(category), _measured.Of(payerId, category));
    }

    /// <summary>The written name of the family of a denial's lead procedure.</summary>
    private string Family(string procedures)
    {
        var end = procedures.IndexOf(' ', StringComparison.Ordinal);
        var lead = end < 0 ? procedures : procedures[..end];
        return _families.TryGetValue(lead, out var family) ? family : _families[lead] = ProcedureFamilies.Of(lead).Text();
    }

    /// <summary>The lines of business of payers; a small table.</summary>
    private static async Task<Dictionary<int, string>> LobsAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select payer_id, lob from payer where lob is not null", connection, transaction);
        var found = new Dictionary<int, string>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { found[rows.GetInt32(0)] = rows.GetString(1); }

        return found;
    }

    private static void Add<T>(Dictionary<T, Attempts> book, T key, Attempts more)
        where T : notnull
    {
        var had = book.GetValueOrDefault(key);
        book[key] = new(had.Overturned + more.Overturned, had.Decided + more.Decided);
    }
}
