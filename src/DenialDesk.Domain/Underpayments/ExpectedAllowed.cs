using System.Globalization;
using DenialDesk.Domain.Money;

namespace DenialDesk.Domain.Underpayments;

/// <summary>What an expected amount rests on.</summary>
public enum ExpectationBasis
{
    /// <summary>A rate in dollars of the contract.</summary>
    Contract,

    /// <summary>A contract rate that is a share of Medicare's.</summary>
    Medicare,

    /// <summary>What this payer itself usually allows; no contract is on file.</summary>
    Usual,
}

/// <summary>What should have been allowed for a line, or why that cannot be said.</summary>
/// <param name="Amount">Dollars for the whole line; null when it cannot be said.</param>
/// <param name="Basis">What it rests on.</param>
/// <param name="Sentence">How it was worked out, or what has to be looked at.</param>
/// <param name="RateId">The rate; null when it rests on a habit, or cannot be said.</param>
/// <param name="Look">True: something changes the price that the schedule does not tell; a person has to look.</param>
public sealed record Expectation(decimal? Amount, ExpectationBasis Basis, string Sentence, long? RateId = null, bool Look = false);

/// <summary>Works out what a contract or, without one, the payer's own habit allows for a line. Nothing is guessed: what changes a price without a rate is flagged.</summary>
public static class ExpectedAllowed
{
    /// <summary>Modifiers that change what is paid: professional or technical part, bilateral, multiple, reduced, split, assistants, rented or new.</summary>
    private static readonly HashSet<string> Pricing = new(StringComparer.Ordinal)
    {
        "26", "TC", "50", "51", "52", "53", "54", "55", "56", "62", "66", "73", "74", "78", "80", "81", "82", "AS", "NU", "RR", "UE", "QK", "QX", "QY", "QZ", "AD",
    };

    /// <summary>The expectation; null when there is neither a rate nor a habit.</summary>
    /// <param name="line">The line.</param>
    /// <param name="rates">The payer's rates for the code.</param>
    /// <param name="medicare">Medicare's rates for the code.</param>
    /// <param name="usual">The payer's own habit for the code and its modifiers; null when too few lines tell.</param>
    public static Expectation? Of(PaidLine line, IEnumerable<FeeRate> rates, IEnumerable<FeeRate> medicare, UsualAllowed? usual)
    {
        var own = rates.Where(r => r.Code == line.Code && r.Holds(line.Service) && (r.Plan.Length == 0 || string.Equals(r.Plan, line.Plan, StringComparison.OrdinalIgnoreCase))).ToList();
        if (own.Count == 0) { return Usual(line, usual); }

        if (Unpriced(line, own) is { } modifier) { return Look($"Modifier {modifier} changes the price of {line.Code}, and the schedule has no rate with it."); }

        var fitting = own.Where(r => r.Modifier.Length == 0 || line.Modifiers.Contains(r.Modifier)).ToList();
        if (line.Place is null && fitting.Where(r => r.Place.Length > 0).Select(r => r.Place).Distinct().Any() && fitting.Select(r => (r.Dollars, r.PercentOfMedicare)).Distinct().Count() > 1)
        {
            return Look($"The rate of {line.Code} depends on the place of service, which the remittance does not tell.");
        }

        var rate = Best(fitting.Where(r => r.Place.Length == 0 || line.Place is null || r.Place == line.Place), line);
        return rate is null ? Look($"The schedule has {line.Code} for other places of service only.") : Priced(line, rate, medicare);
    }

    /// <summary>The most specific rate: by modifier, then plan, then place; of equals the later one.</summary>
    private static FeeRate? Best(IEnumerable<FeeRate> rates, PaidLine line)
        => rates.OrderByDescending(r => r.Modifier.Length > 0 && line.Modifiers.Contains(r.Modifier)).ThenByDescending(r => r.Plan.Length > 0).ThenByDescending(r => r.Place.Length > 0).ThenByDescending(r => r.RateId).FirstOrDefault();

    private static string? Unpriced(PaidLine line, List<FeeRate> own) => line.Modifiers.FirstOrDefault(m => Pricing.Contains(m) && own.All(r => r.Modifier != m));

    private static Expectation Priced(PaidLine line, FeeRate rate, IEnumerable<FeeRate> medicare)
    {
        if (rate.Dollars is { } dollars) { return Capped(line, dollars, ExpectationBasis.Contract, $"contract rate {Dollars.Text(dollars)}", rate.RateId); }

        var percent = rate.PercentOfMedicare ?? 0m;
        var basis = Best(medicare.Where(m => m.Code == line.Code && m.Holds(line.Service) && m.Dollars is not null && (m.Modifier.Length == 0 || line.Modifiers.Contains(m.Modifier)) && (m.Place.Length == 0 || m.Place == line.Place)), line);
        return basis?.Dollars is { } medicareDollars
            ? Capped(line, Cents(medicareDollars * percent / 100m), ExpectationBasis.Medicare, $"{percent.ToString("0.##", CultureInfo.InvariantCulture)}% of Medicare's {Dollars.Text(medicareDollars)}", rate.RateId)
            : Look($"The contract pays {percent.ToString("0.##", CultureInfo.InvariantCulture)}% of Medicare for {line.Code}, and no Medicare rate is loaded for that day.");
    }

    /// <summary>Contracts pay the lesser of rate and charge.</summary>
    private static Expectation Capped(PaidLine line, decimal perUnit, ExpectationBasis basis, string how, long? rateId)
    {
        var full = Cents(perUnit * line.Units);
        var times = line.Units == 1m ? "" : $" for {line.Units.ToString("0.###", CultureInfo.InvariantCulture)} units";
        return line.Charge < full
            ? new(line.Charge, basis, $"The charge of {Dollars.Text(line.Charge)}, less than the {how}{times}.", rateId)
            : new(full, basis, $"The {how}{times}.", rateId);
    }

    private static Expectation? Usual(PaidLine line, UsualAllowed? usual)
        => usual is { Tells: true }
            ? Capped(line, usual.PerUnit, ExpectationBasis.Usual, $"{Dollars.Text(usual.PerUnit)} that this payer itself allowed on {usual.Times} of {usual.Of} lines (no contract is on file)", null)
            : null;

    private static Expectation Look(string sentence) => new(null, ExpectationBasis.Contract, sentence, null, true);

    private static decimal Cents(decimal dollars) => Math.Round(dollars, 2, MidpointRounding.AwayFromZero);
}
