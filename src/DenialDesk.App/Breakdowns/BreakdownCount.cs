using DenialDesk.App.Numbers;
using DenialDesk.Domain.Trends;

namespace DenialDesk.App.Breakdowns;

/// <summary>The numbers of one line of a break-down: denials of first decisions by the primary payer, and the claims they are out of.</summary>
/// <param name="Denials">How many claims were denied.</param>
/// <param name="Denied">Dollars refused.</param>
/// <param name="Expected">Dollars that reversals would pay.</param>
/// <param name="Recovered">Dollars paid on them since.</param>
/// <param name="WrittenOff">Dollars written off.</param>
/// <param name="Open">How many are open.</param>
/// <param name="OpenAmount">Dollars refused and not recovered of the open ones.</param>
/// <param name="Expired">How many ran out.</param>
/// <param name="Overturned">How many closed because the payer paid.</param>
/// <param name="Claims">Claims decided for the first time.</param>
/// <param name="Billed">Dollars billed on these.</param>
public readonly record struct BreakdownCount(
    long Denials, decimal Denied, decimal Expected, decimal Recovered, decimal WrittenOff, long Open, decimal OpenAmount, long Expired, long Overturned, long Claims, decimal Billed)
{
    /// <summary>Denied claims out of claims decided; none where the line counts denials by their denied procedure and claims by their first one, and there are more of the former.</summary>
    public Rate Rate => Denials <= Claims ? new(Denials, Claims) : default;

    /// <summary>Adds two counts of different claims.</summary>
    public static BreakdownCount operator +(BreakdownCount a, BreakdownCount b) => new(
        a.Denials + b.Denials, a.Denied + b.Denied, a.Expected + b.Expected, a.Recovered + b.Recovered, a.WrittenOff + b.WrittenOff, a.Open + b.Open, a.OpenAmount + b.OpenAmount,
        a.Expired + b.Expired, a.Overturned + b.Overturned, a.Claims + b.Claims, a.Billed + b.Billed);

    /// <summary>The measure as a number: a share for a rate, dollars or a count otherwise; null when there is nothing to divide by.</summary>
    public double? Of(BreakdownMeasure measure) => measure switch
    {
        BreakdownMeasure.Count => Denials,
        BreakdownMeasure.Rate => Rate.Exists ? Rate.Value : null,
        _ => (double)Dollars(measure),
    };

    /// <summary>The dollars of a measure of dollars; 0 for the others.</summary>
    public decimal Dollars(BreakdownMeasure measure) => measure switch
    {
        BreakdownMeasure.Denied => Denied,
        BreakdownMeasure.Expected => Expected,
        BreakdownMeasure.Recovered => Recovered,
        BreakdownMeasure.WrittenOff => WrittenOff,
        BreakdownMeasure.Open => OpenAmount,
        _ => 0,
    };

    internal static BreakdownCount Of(RolledDenied d)
        => new(d.Denials, d.DeniedAmount, d.Expected, d.Recovered, d.WrittenOff, d.Open, d.OpenAmount, d.Expired, d.Overturned, 0, 0);

    internal static BreakdownCount Of(RolledDecided d) => new(0, 0, 0, 0, 0, 0, 0, 0, 0, d.Claims, d.Billed);
}

/// <summary>One line: now, and in the months it is compared with.</summary>
/// <param name="Key">What narrows to it, as <see cref="BreakdownFilter.With"/> takes it; empty for the sum of all.</param>
/// <param name="Name">What a person reads.</param>
/// <param name="Before">Null when nothing is compared.</param>
public sealed record BreakdownRow(string Key, string Name, BreakdownCount Now, BreakdownCount? Before)
{
    /// <summary>The change of the rate.</summary>
    public RateChange? RateChange => Before is { } before && Now.Rate.Exists && before.Rate.Exists ? new RateChange(before.Rate, Now.Rate) : null;

    /// <summary>The change of the count.</summary>
    /// <param name="length">How many times as long the present period is.</param>
    public CountChange? CountChange(double length) => Before is { } before ? new CountChange(before.Denials, Now.Denials, length) : null;
}
