using DenialDesk.App.FollowUps;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.FollowUps;
using DenialDesk.Domain.Priority;
using Npgsql;

namespace DenialDesk.App.Queue;

/// <summary>The reversal odds of a practice on a day: decided attempts, decayed by age, shrunk from category to payer to code; and the minutes its work takes.</summary>
internal sealed class OddsBook
{
    private readonly Dictionary<string, Attempts> _category = [];
    private readonly Dictionary<(int, string), Attempts> _payerCategory = [];
    private readonly Dictionary<(int, string), Attempts> _payerCarc = [];
    private readonly Dictionary<(int, string, string), ReversalEstimate> _estimates = [];
    private Dictionary<string, MeasuredWork> _measured = [];

    /// <summary>Reads the practice's history. Served by the primary key of reversal_history.</summary>
    public static async Task<OddsBook> LoadAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, int practiceId, DateOnly today, CancellationToken cancellation)
    {
        var book = new OddsBook { _measured = await RecordTime.MeasuredAsync(connection, transaction, practiceId, today, cancellation) };
        await using var command = new NpgsqlCommand("select payer_id, category, carc, decided_on, decided, overturned from reversal_history where practice_id = $1", connection, transaction);
        command.Parameters.AddWithValue(practiceId);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var weight = ReversalRate.Decay(today.DayNumber - rows.GetFieldValue<DateOnly>(3).DayNumber);
            var attempts = new Attempts((double)rows.GetDecimal(5) * weight, rows.GetInt32(4) * weight);
            var (payer, category, carc) = (rows.GetInt32(0), rows.GetString(1), rows.GetString(2));
            Add(book._category, category, attempts);
            Add(book._payerCategory, (payer, category), attempts);
            Add(book._payerCarc, (payer, carc), attempts);
        }

        return book;
    }

    /// <summary>The odds for one kind of denial.</summary>
    public ReversalEstimate Of(int payerId, string category, string carc)
    {
        if (_estimates.TryGetValue((payerId, category, carc), out var known)) { return known; }

        var estimate = ReversalRate.Estimate(
            Standard(category).ReversalPrior, _category.GetValueOrDefault(category), _payerCategory.GetValueOrDefault((payerId, category)), _payerCarc.GetValueOrDefault((payerId, carc)));
        return _estimates[(payerId, category, carc)] = estimate;
    }

    /// <summary>Minutes of a category: the standard ones, drawn towards what was measured in this practice up to the day before.</summary>
    public double Minutes(string category) => WorkTime.Minutes(Standard(category).Minutes, _measured.GetValueOrDefault(category));

    private static CategoryStandard Standard(string category) => CategoryStandards.Of(CodeNames.TryRead<DenialCategory>(category) ?? DenialCategory.Other);

    private static void Add<T>(Dictionary<T, Attempts> book, T key, Attempts more)
        where T : notnull
    {
        var had = book.GetValueOrDefault(key);
        book[key] = new(had.Overturned + more.Overturned, had.Decided + more.Decided);
    }
}
