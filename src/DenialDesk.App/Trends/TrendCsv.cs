using System.Globalization;
using System.Text;
using DenialDesk.App.Reports;
using DenialDesk.Domain.Trends;

namespace DenialDesk.App.Trends;

/// <summary>One table of the trends page as CSV: one line a month and payer, category or code, with every denominator.</summary>
public static class TrendCsv
{
    /// <summary>The text of a table.</summary>
    /// <param name="table">"month" for the overall rate, else "payer", "category" or "carc".</param>
    public static string Write(TrendTables tables, string table)
    {
        var text = new StringBuilder();
        text.Append("month,").Append(table == "month" ? "of" : table)
            .Append(",denied_claims,claims_decided,rate_of_claims,interval_low,interval_high,denied_amount,billed_amount,rate_of_dollars,enough_claims\n");
        foreach (var row in Rows(tables, table))
        {
            for (var i = 0; i < row.Months.Count; i++) { Line(text, tables.Period.All[i], row.Name, row.Months[i]); }
        }

        return text.ToString();
    }

    private static IReadOnlyList<TrendRow> Rows(TrendTables tables, string table) => table switch
    {
        "payer" => tables.ByPayer,
        "category" => tables.ByCategory,
        "carc" => tables.ByCarc,
        _ => [tables.Overall],
    };

    private static void Line(StringBuilder text, DateOnly month, string name, TrendCount count)
    {
        var rate = new Rate(count.Denied, count.Claims);
        text.Append(CultureInfo.InvariantCulture, $"{TrendPeriod.Name(month)},{CsvText.Quoted(name)},{count.Denied},{count.Claims},")
            .Append(CultureInfo.InvariantCulture, $"{Share(rate.Exists, rate.Value)},{Share(rate.Exists, rate.Low)},{Share(rate.Exists, rate.High)},")
            .Append(CultureInfo.InvariantCulture, $"{count.DeniedAmount:0.00},{count.Billed:0.00},{Share(count.Billed > 0, count.Billed > 0 ? (double)(count.DeniedAmount / count.Billed) : 0)},")
            .Append(rate.TooFew ? "no" : "yes").Append('\n');
    }

    private static string Share(bool exists, double value) => exists ? value.ToString("0.####", CultureInfo.InvariantCulture) : "";
}
