using System.Globalization;
using CsvHelper;
using DenialDesk.Domain;
using Npgsql;

namespace DenialDesk.App.Underpayments;

/// <summary>One row of a schedule that can be taken.</summary>
internal sealed record FeeRow(int Number, int? PayerId, string Payer, string Plan, string Code, string Modifier, string Place, DateOnly From, DateOnly? To, decimal? Dollars, decimal? Percent);

/// <summary>One row that cannot, and why.</summary>
/// <param name="Number">Its number in the file; the first row under the headers is 1.</param>
public sealed record WrongFeeRow(int Number, string Said, string Why);

/// <summary>
/// Reads a schedule of rates (CSV). A contract's columns are payer, plan, code, modifier, place, from, to, dollars, percent_of_medicare; Medicare's has no payer and
/// no percent. Good rows are kept, each wrong one is told in words.
/// </summary>
internal static class FeeFile
{
    private const int MostRows = 200_000;

    /// <summary>The rows, or why there are none.</summary>
    /// <param name="payers">Payer ids by name in lower case, and by what files call them.</param>
    public static (List<FeeRow> Rows, List<WrongFeeRow> Wrong, Refusal? Refusal) Read(byte[] content, bool medicare, IReadOnlyDictionary<string, int> payers)
    {
        var (rows, wrong) = (new List<FeeRow>(), new List<WrongFeeRow>());
        using var stream = new MemoryStream(content);
        try
        {
            using var csv = CsvReader.Create(stream, CsvReaderOptions.Default with { IncludeValuesInExceptions = false });
            var headers = csv.Headers.ToDictionary(h => h.Trim().ToLowerInvariant().Replace(' ', '_'), h => h);
            if (!headers.ContainsKey("code") || !headers.ContainsKey("from") || (!medicare && !headers.ContainsKey("payer")))
            {
                return ([], [], new("no_schedule", $"This is no schedule: the first row names the columns {(medicare ? "" : "payer, plan, ")}code, modifier, place, from, to, dollars{(medicare ? "" : ", percent_of_medicare")}."));
            }

            string Cell(string column) => headers.TryGetValue(column, out var header) ? csv.GetString(header).Trim() : "";
            var number = 0;
            while (csv.Read() && number < MostRows)
            {
                number++;
                var (row, why) = Row(number, Cell, medicare, payers);
                if (row is not null) { rows.Add(row); }
                else { wrong.Add(new(number, $"{Cell("payer")} {Cell("code")} {Cell("modifier")}".Trim(), why!)); }
            }
        }
        catch (CsvFormatException)
        {
            return ([], [], new("no_csv", "The schedule cannot be read as CSV. Save it again as CSV (UTF-8)."));
        }

        Twice(rows, wrong);
        return rows.Count == 0 && wrong.Count == 0 ? (rows, wrong, new("empty_schedule", "There is no row under the headers.")) : (rows, wrong, null);
    }

    private static (FeeRow? Row, string? Why) Row(int number, Func<string, string> cell, bool medicare, IReadOnlyDictionary<string, int> payers)
    {
        int? payer = null;
        if (!medicare)
        {
            if (cell("payer").Length == 0) { return (null, "The payer is missing."); }

            if (!payers.TryGetValue(cell("payer").ToLowerInvariant(), out var known)) { return (null, $"There is no payer “{cell("payer")}” in the directory. Write its name as there, or type this one in on its page."); }

            payer = known;
        }

        var code = cell("code").ToUpperInvariant();
        if (code.Length != 5 || !code.All(char.IsAsciiLetterOrDigit)) { return (null, "A procedure code has five letters or digits."); }

        var modifier = cell("modifier").ToUpperInvariant();
        if (modifier.Length is not (0 or 2)) { return (null, "A modifier has two letters or digits; one a row."); }

        if (!DateOnly.TryParse(cell("from"), CultureInfo.GetCultureInfo("en-US"), out var from)) { return (null, "The first day (from) is no date: write 2026-01-01."); }

        DateOnly? to = null;
        if (cell("to").Length > 0)
        {
            if (!DateOnly.TryParse(cell("to"), CultureInfo.GetCultureInfo("en-US"), out var last)) { return (null, "The last day (to) is no date: write 2026-12-31, or leave it empty."); }

            if (last < from) { return (null, "It ends before it begins."); }

            to = last;
        }

        var (dollars, percent) = (Number(cell("dollars")), medicare ? null : Number(cell("percent_of_medicare")));
        if ((cell("dollars").Length > 0 && dollars is null) || (!medicare && cell("percent_of_medicare").Length > 0 && percent is null)) { return (null, "The rate is no number."); }

        return (dollars, percent) switch
        {
            (null, null) => (null, medicare ? "The dollars are missing." : "Give dollars, or a percent of Medicare."),
            (not null, not null) => (null, "Give dollars or a percent of Medicare, not both."),
            ( <= 0m or > 1_000_000m, _) => (null, "The dollars are not above zero, or beyond a million."),
            (_, <= 0m or > 1_000m) => (null, "The percent is not above zero, or beyond 1,000."),
            _ => (new(number, payer, cell("payer"), cell("plan"), code, modifier, cell("place").ToUpperInvariant(), from, to, dollars, percent), null),
        };
    }

    /// <summary>Of two rows for the same thing and days with other prices neither can be believed.</summary>
    private static void Twice(List<FeeRow> rows, List<WrongFeeRow> wrong)
    {
        foreach (var same in rows.GroupBy(r => (r.PayerId, r.Plan.ToLowerInvariant(), r.Code, r.Modifier, r.Place, r.From)).Where(g => g.Select(r => (r.Dollars, r.Percent)).Distinct().Count() > 1).ToList())
        {
            foreach (var row in same)
            {
                rows.Remove(row);
                wrong.Add(new(row.Number, $"{row.Payer} {row.Code} {row.Modifier}".Trim(), $"It stands in the file with different rates: rows {string.Join(", ", same.Select(s => s.Number))}. Keep one."));
            }
        }
    }

    private static decimal? Number(string text)
        => decimal.TryParse(text.Trim('$', '%', ' '), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Payers by their names and by the names and numbers that files give them.</summary>
    public static async Task<Dictionary<string, int>> PayersAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select lower(e.value), coalesce(p.merged_into, p.payer_id), 1 as rank from payer_evidence e join payer p on p.payer_id = e.payer_id
            union all select lower(name), coalesce(merged_into, payer_id), case when merged_into is null then 0 else 2 end from payer order by 3
            """, connection, transaction);
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { found.TryAdd(rows.GetString(0), rows.GetInt32(1)); }

        return found;
    }
}
