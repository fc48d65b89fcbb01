using DenialDesk.Domain.Codes;

namespace DenialDesk.Bench.Triage;

/// <summary>One denial of a simulated practice: what a score may see of it, and what is true.</summary>
internal sealed record TriageClaim
{
    /// <summary>Its number; also the order of arrival.</summary>
    public required int Id { get; init; }

    /// <summary>Workday of the year it arrives on; before the year, negative.</summary>
    public required int Arrives { get; init; }

    /// <summary>Last workday of the year on which it can still be worked, inclusive; may lie after the year.</summary>
    public required int LastDay { get; init; }

    /// <summary>Its last day by the calendar, inclusive.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>Date of the remittance.</summary>
    public required DateOnly DeniedOn { get; init; }

    public required int Payer { get; init; }

    public required int Carc { get; init; }

    public required int Family { get; init; }

    public required DenialCategory Category { get; init; }

    /// <summary>Dollars it pays when reversed.</summary>
    public required double Amount { get; init; }

    /// <summary>True odds of reversal.</summary>
    public required double TrueOdds { get; init; }

    /// <summary>Minutes it really takes.</summary>
    public required double TrueMinutes { get; init; }

    /// <summary>Dollars as the desk estimates them.</summary>
    public required decimal Estimate { get; init; }

    /// <summary>Dollars that working it brings on average.</summary>
    public double Worth => Amount * TrueOdds;
}

/// <summary>The odds a score may believe of one claim.</summary>
/// <param name="Shrunk">The desk's own: <see cref="Domain.Priority.ReversalRate"/>.</param>
/// <param name="Raw">The rate of the closest group that has any history, unshrunk.</param>
/// <param name="Category">The category's starting value.</param>
internal readonly record struct TriageOdds(double Shrunk, double Raw, double Category);
