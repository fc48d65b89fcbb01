using DenialDesk.App.Trends;
using DenialDesk.Domain.Trends;

namespace DenialDesk.App.Breakdowns;

/// <summary>One line of a Pareto: a value, its share, and how sure its place at the top is.</summary>
/// <param name="Value">How many, or expected dollars.</param>
/// <param name="Share">Of all, 0 to 1.</param>
/// <param name="Cumulative">Share of this line and all above it.</param>
/// <param name="InTop">Share of resamples in which it is among the top three.</param>
public sealed record ParetoLine(string Key, string Name, double Value, double Share, double Cumulative, double InTop);

/// <summary>The few that make up most.</summary>
/// <param name="SameTop">Share of resamples whose top three are the same three.</param>
/// <param name="Lines">The largest first; what is beyond <see cref="Most"/> is added up in the last line, whose key is empty.</param>
public sealed record ParetoView(double SameTop, IReadOnlyList<ParetoLine> Lines)
{
    /// <summary>How many lines stand for themselves.</summary>
    public const int Most = 15;
}

/// <summary>Payers against categories.</summary>
/// <param name="Categories">Keys and names, most denials first.</param>
/// <param name="Rows">One a payer, most denied dollars first, and last the sum of those that do not fit, whose key is empty.</param>
/// <param name="Sum">All payers.</param>
public sealed record HeatView(IReadOnlyList<TrendChoice> Categories, IReadOnlyList<HeatLine> Rows, HeatLine Sum);

/// <summary>One payer of the heat map.</summary>
/// <param name="Cells">One a category, each out of the payer's claims.</param>
/// <param name="Whole">All categories together.</param>
public sealed record HeatLine(string Key, string Name, IReadOnlyList<BreakdownCount> Cells, BreakdownCount Whole);

/// <summary>One line that changed from one month to the next.</summary>
/// <param name="Change">Of its rate, with the interval.</param>
/// <param name="Excess">Denials beyond what the month before leads one to expect; negative: fewer.</param>
/// <param name="Dollars">Expected dollars of that excess, at what such a denial is worth on average.</param>
public sealed record Mover(string Key, string Name, BreakdownCount Before, BreakdownCount After, RateChange Change, double Excess, decimal Dollars);

/// <summary>What changed from one month to the next, the largest first, and a year of the largest lines.</summary>
/// <param name="Compared">How many lines were compared: one in twenty seems to move by chance alone.</param>
/// <param name="Months">The months of the lines, oldest first.</param>
/// <param name="Lines">The four lines with most denials, month by month.</param>
public sealed record MoversView(
    DateOnly Before, DateOnly After, int Compared, IReadOnlyList<Mover> Up, IReadOnlyList<Mover> Down, IReadOnlyList<DateOnly> Months, IReadOnlyList<MonthLine> Lines)
{
    /// <summary>How many stand in each direction.</summary>
    public const int Most = 10;
}

/// <summary>One line month by month.</summary>
public sealed record MonthLine(string Key, string Name, IReadOnlyList<BreakdownCount> Months);

/// <summary>All that a break-down shows.</summary>
/// <param name="Against">The months it is compared with; null: none.</param>
/// <param name="Total">The sum of all lines.</param>
/// <param name="Rows">One a value, the largest by the measure first; empty unless the table is shown.</param>
/// <param name="Narrowed">The filters in words.</param>
/// <param name="AsOf">Null: counted to this moment.</param>
public sealed record BreakdownView(
    BreakdownAsk Ask, DateOnly Today, MonthSpan Span, MonthSpan? Against, BreakdownRow Total, IReadOnlyList<BreakdownRow> Rows, ParetoView? ByCount, ParetoView? ByExpected, HeatView? Heat, MoversView? Movers,
    IReadOnlyList<(string Name, string Value)> Narrowed, DateTimeOffset? AsOf)
{
    /// <summary>How many times as long the present period is as the one it is compared with.</summary>
    public double Length => Against is null ? 1 : (double)Span.Months / Against.Months;

    /// <summary>Months that are not in it yet, because they are being counted for the first time.</summary>
    public int Uncounted { get; init; }

    /// <summary>What the filters offer.</summary>
    public required BreakdownChoices Choices { get; init; }
}

/// <summary>What the filters offer: practices the reader sees, payers, categories, departments.</summary>
public sealed record BreakdownChoices(IReadOnlyList<TrendChoice> Practices, IReadOnlyList<TrendChoice> Payers, IReadOnlyList<TrendChoice> Categories, IReadOnlyList<TrendChoice> Departments);
