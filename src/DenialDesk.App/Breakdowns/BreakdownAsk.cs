using System.Globalization;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Codes;

namespace DenialDesk.App.Breakdowns;

/// <summary>What denials are divided by.</summary>
public enum BreakdownBy
{
    /// <summary>The payer that decided, merged ones together.</summary>
    Payer,

    /// <summary>The category of the leading code.</summary>
    Category,

    /// <summary>The leading adjustment reason code.</summary>
    Carc,

    /// <summary>The leading remark code.</summary>
    Rarc,

    /// <summary>The rendering provider's NPI.</summary>
    Provider,

    /// <summary>Facility code of the claim, else the payee's NPI.</summary>
    Place,

    /// <summary>The group of the leading denied procedure (<see cref="ProcedureGroup"/>).</summary>
    Procedure,

    /// <summary>The department upstream that can stop it.</summary>
    Department,

    /// <summary>Whether the practice could have kept it from happening.</summary>
    Preventable,

    /// <summary>Corrected (soft) or appealed (hard).</summary>
    Hardness,

    /// <summary>Days since the denial, of those still open.</summary>
    Age,

    /// <summary>Payer, category and department together: what a change would be about.</summary>
    Cause,
}

/// <summary>Which number is looked at: it orders, is drawn and is compared.</summary>
public enum BreakdownMeasure
{
    /// <summary>How many denials.</summary>
    Count,

    /// <summary>Denied claims out of claims decided.</summary>
    Rate,

    /// <summary>Dollars refused.</summary>
    Denied,

    /// <summary>Dollars that reversals would pay.</summary>
    Expected,

    /// <summary>Dollars paid since.</summary>
    Recovered,

    /// <summary>Dollars written off.</summary>
    WrittenOff,

    /// <summary>Dollars still open.</summary>
    Open,
}

/// <summary>What the page shows of it.</summary>
public enum BreakdownPart
{
    /// <summary>One line a value.</summary>
    Table,

    /// <summary>Payers against categories.</summary>
    Heat,

    /// <summary>The few that make up most.</summary>
    Pareto,

    /// <summary>What changed from one month to the next.</summary>
    Movers,
}

/// <summary>Some calendar months in a row; a denial belongs to the month of its remittance.</summary>
/// <param name="From">First day of the first month, inclusive.</param>
/// <param name="Last">First day of the last month.</param>
public sealed record MonthSpan(DateOnly From, DateOnly Last)
{
    /// <summary>First day after the last month, exclusive.</summary>
    public DateOnly Before => Last.AddMonths(1);

    /// <summary>How many months.</summary>
    public int Months => (Last.Year - From.Year) * 12 + Last.Month - From.Month + 1;

    /// <summary>"May 2026" or "March 2026 to May 2026".</summary>
    public string Words => Months == 1 ? Name(Last) : $"{Name(From)} to {Name(Last)}";

    /// <summary>As many months as this ends with <paramref name="last"/>.</summary>
    public MonthSpan Ending(DateOnly last) => new(last.AddMonths(1 - Months), last);

    private static string Name(DateOnly month) => month.ToString("MMMM yyyy", CultureInfo.InvariantCulture);
}

/// <summary>All that stands in the address of a break-down: the same for the page, its files and a scheduled report.</summary>
public sealed record BreakdownAsk
{
    /// <summary>Periods by name: months that are over, counted from today, and the month under way.</summary>
    public static IReadOnlyList<(string Name, string Words)> Periods { get; } =
        [("1m", "Last month"), ("3m", "Last 3 months"), ("6m", "Last 6 months"), ("12m", "Last 12 months"), ("24m", "Last 24 months"), ("now", "This month so far"), ("own", "Months of my own")];

    /// <summary>What a period can be compared with.</summary>
    public static IReadOnlyList<(string Name, string Words)> Comparisons { get; } =
        [("previous", "The months before"), ("year", "The same months last year"), ("own", "Months of my own"), ("none", "Nothing")];

    public BreakdownPart Part { get; init; }

    public BreakdownBy By { get; init; }

    public BreakdownMeasure Measure { get; init; }

    /// <summary>One of <see cref="Periods"/>.</summary>
    public string Period { get; init; } = "3m";

    /// <summary>Own period: first day of the first month.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Own period: first day of the last month.</summary>
    public DateOnly? To { get; init; }

    /// <summary>One of <see cref="Comparisons"/>.</summary>
    public string Compare { get; init; } = "previous";

    public DateOnly? CompareFrom { get; init; }

    public DateOnly? CompareTo { get; init; }

    public BreakdownFilter Filter { get; init; } = new();

    /// <summary>Reads an address; what makes no sense is left at its default.</summary>
    /// <param name="query">The value of a name in the address, or null.</param>
    public static BreakdownAsk Read(Func<string, string?> query) => new()
    {
        Part = CodeNames.TryRead<BreakdownPart>(query("show")) ?? BreakdownPart.Table,
        By = CodeNames.TryRead<BreakdownBy>(query("by")) ?? BreakdownBy.Payer,
        Measure = CodeNames.TryRead<BreakdownMeasure>(query("measure")) ?? BreakdownMeasure.Count,
        Period = Known(Periods, query("period")) ?? (Month(query("from")) is not null || Month(query("to")) is not null ? "own" : "3m"),
        From = Month(query("from")),
        To = Month(query("to")),
        Compare = Known(Comparisons, query("compare")) ?? "previous",
        CompareFrom = Month(query("cfrom")),
        CompareTo = Month(query("cto")),
        Filter = BreakdownFilter.Read(query),
    };

    /// <summary>The address again, defaults left out.</summary>
    public IReadOnlyList<(string Name, string? Value)> Query() =>
    [
        ("show", Part == BreakdownPart.Table ? null : Part.Text()), ("by", By == BreakdownBy.Payer ? null : By.Text()), ("measure", Measure == BreakdownMeasure.Count ? null : Measure.Text()),
        .. PeriodQuery(),
        ("compare", Compare == "previous" ? null : Compare), ("cfrom", Compare == "own" ? Written(CompareFrom) : null), ("cto", Compare == "own" ? Written(CompareTo) : null),
        .. Filter.Query(),
    ];

    /// <summary>The period alone.</summary>
    public IReadOnlyList<(string Name, string? Value)> PeriodQuery()
        => [("period", Period == "3m" ? null : Period), ("from", Period == "own" ? Written(From) : null), ("to", Period == "own" ? Written(To) : null)];

    /// <summary>The months it is about.</summary>
    public MonthSpan Span(DateOnly today)
    {
        var here = new DateOnly(today.Year, today.Month, 1);
        switch (Period)
        {
            case "own":
                var last = To ?? From ?? here;
                var first = From ?? last;
                return first <= last ? Capped(new(first, last)) : Capped(new(last, first));
            case "now":
                return new(here, here);
            default:
                var months = int.TryParse(Period.TrimEnd('m'), NumberStyles.None, CultureInfo.InvariantCulture, out var named) && named is > 0 and <= 120 ? named : 3;
                return new(here.AddMonths(-months), here.AddMonths(-1));
        }
    }

    /// <summary>The months it is compared with; null: with none. Ages are counted from today and have no earlier self.</summary>
    public MonthSpan? Against(DateOnly today)
    {
        if (By == BreakdownBy.Age || Filter.Age is not null) { return null; }

        var span = Span(today);
        return Compare switch
        {
            "previous" => span.Ending(span.From.AddMonths(-1)),
            "year" => new(span.From.AddYears(-1), span.Last.AddYears(-1)),
            "own" when CompareFrom is { } from => Capped(new(from, CompareTo is { } to && to >= from ? to : from)),
            _ => null,
        };
    }

    /// <summary>A month as an address writes it.</summary>
    public static string? Written(DateOnly? month) => month?.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static DateOnly? Month(string? text)
        => DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) && MeantDay.Is(month) ? month : null;

    /// <summary>At most ten years: more is no question of an office.</summary>
    private static MonthSpan Capped(MonthSpan span) => span.Months <= 120 ? span : new(span.Last.AddMonths(-119), span.Last);

    private static string? Known(IReadOnlyList<(string Name, string Words)> names, string? name) => names.Any(n => n.Name == name) ? name : null;
}
