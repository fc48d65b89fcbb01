using System.Globalization;
using DenialDesk.App.Trends;
using Npgsql;

namespace DenialDesk.App.Breakdowns;

/// <summary>How the values of a break-down are called.</summary>
internal sealed class BreakdownNames
{
    private static readonly Dictionary<string, string> Places = new(StringComparer.Ordinal)
    {
        ["02"] = "Telehealth",
        ["10"] = "Telehealth at home",
        ["11"] = "Office",
        ["12"] = "Home",
        ["19"] = "Off-campus outpatient",
        ["20"] = "Urgent care",
        ["21"] = "Inpatient",
        ["22"] = "Outpatient hospital",
        ["23"] = "Emergency room",
        ["24"] = "Surgery center",
        ["31"] = "Skilled nursing",
        ["32"] = "Nursing facility",
        ["81"] = "Laboratory",
    };

    private readonly Dictionary<int, string> _payers = [];
    private readonly Dictionary<string, string> _carcs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _rarcs = new(StringComparer.Ordinal);

    /// <summary>Payers that stand for themselves, by name.</summary>
    public IReadOnlyList<TrendChoice> Payers
        => [.. _payers.OrderBy(p => p.Value, StringComparer.OrdinalIgnoreCase).Select(p => new TrendChoice(p.Key.ToString(CultureInfo.InvariantCulture), p.Value))];

    /// <summary>Reads the directory of payers and the newest titles of both code lists: small tables, read whole.</summary>
    public static async Task<BreakdownNames> ReadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var names = new BreakdownNames();
        await using var command = new NpgsqlCommand(
            """
            select 0, payer_id::text, name from payer where merged_into is null
            union all (select distinct on (code) 1, code, short_title from carc order by code, valid_from desc)
            union all (select distinct on (code) 2, code, short_title from rarc order by code, valid_from desc)
            """,
            connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            switch (rows.GetInt32(0))
            {
                case 0:
                    names._payers[int.Parse(rows.GetString(1), CultureInfo.InvariantCulture)] = rows.GetString(2);
                    break;
                case 1:
                    names._carcs[rows.GetString(1)] = rows.GetString(2);
                    break;
                default:
                    names._rarcs[rows.GetString(1)] = rows.GetString(2);
                    break;
            }
        }

        return names;
    }

    /// <summary>What a person reads for a line's key.</summary>
    public string Of(BreakdownBy by, string key) => by switch
    {
        BreakdownBy.Payer => Payer(key),
        BreakdownBy.Category => CategoryNames.Of(key),
        BreakdownBy.Carc => key.Length == 0 ? "No code" : _carcs.TryGetValue(key, out var title) ? $"{key} {title}" : key,
        BreakdownBy.Rarc => key == BreakdownFilter.Unsaid ? "No remark" : _rarcs.TryGetValue(key, out var title) ? $"{key} {title}" : key,
        BreakdownBy.Provider => key == BreakdownFilter.Unsaid ? "No rendering provider" : "NPI " + key,
        BreakdownBy.Place => key == BreakdownFilter.Unsaid ? "No place" : Places.TryGetValue(key, out var place) ? $"{key} {place}" : key.Length == 10 ? "NPI " + key : "Facility " + key,
        BreakdownBy.Procedure => key == BreakdownFilter.Unsaid ? "No procedure" : key,
        BreakdownBy.Department => key is "" or "none" ? "Nobody's" : CategoryNames.Of(key),
        BreakdownBy.Preventable => key switch { "yes" => "Preventable", "maybe" => "Perhaps preventable", "no" => "Not preventable", _ => CategoryNames.Of(key) },
        BreakdownBy.Hardness => key switch { "hard" => "Hard: by appeal", "soft" => "Soft: by correction", _ => "Not said" },
        BreakdownBy.Age => key.EndsWith('-') ? $"Over {int.Parse(key[..^1], CultureInfo.InvariantCulture) - 1} days" : key.Replace("-", " to ", StringComparison.Ordinal) + " days",
        _ => key.Split('|') is [var payer, var category, var department] ? $"{Payer(payer)} · {CategoryNames.Of(category)} · {Of(BreakdownBy.Department, department)}" : key,
    };

    private string Payer(string key) => int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && _payers.TryGetValue(id, out var name) ? name : "Payer " + key;
}
