using System.Globalization;

namespace DenialDesk.Domain.Money;

/// <summary>The few things done to money besides adding it: rounding to cents, splitting and writing. Money is <c>decimal</c> dollars everywhere.</summary>
public static class Dollars
{
    private static readonly CultureInfo UnitedStates = CultureInfo.GetCultureInfo("en-US");

    /// <summary>Rounds to whole cents, half a cent away from zero.</summary>
    /// <remarks>Payers and practices round a single amount this way (0.125 is 0.13, −0.125 is −0.13), so a figure agrees with the
    /// one on the remittance. Sums are never rounded: amounts arrive in cents and are added exactly.</remarks>
    public static decimal Cents(decimal amount) => decimal.Round(amount, 2, MidpointRounding.AwayFromZero);

    /// <summary>Splits an amount over shares so that the parts are whole cents and add up to it; the odd cents go to the largest remainders, first come first.</summary>
    /// <param name="amount">Dollars in whole cents, of any sign.</param>
    /// <param name="shares">Weights, none negative; all zero means equal parts.</param>
    public static IReadOnlyList<decimal> Split(decimal amount, IReadOnlyList<decimal> shares)
    {
        if (shares.Count == 0)
        {
            return [];
        }

        var total = shares.Sum();
        var exact = shares.Select(share => amount * (total == 0m ? 1m / shares.Count : share / total)).ToArray();
        var parts = exact.Select(part => decimal.Truncate(part * 100m) / 100m).ToArray();
        var left = (int)decimal.Round((amount - parts.Sum()) * 100m);
        var byRemainder = Enumerable.Range(0, parts.Length).OrderByDescending(i => Math.Abs(exact[i] - parts[i])).ToArray();
        for (var i = 0; i < Math.Abs(left); i++)
        {
            parts[byRemainder[i % parts.Length]] += Math.Sign(left) * 0.01m;
        }

        return parts;
    }

    /// <summary>Written for people: <c>$1,234.56</c>, <c>-$20.16</c>.</summary>
    public static string Text(decimal amount) =>
        (amount < 0 ? "-$" : "$") + Math.Abs(Cents(amount)).ToString("N2", UnitedStates);

    /// <summary>Written for people without cents when there are none to speak of: <c>$1,235</c> from 100 dollars up, <c>$86.80</c> below, <c>$76</c> when whole.</summary>
    public static string Brief(decimal amount)
    {
        var whole = Math.Abs(amount) >= 100m || Cents(amount) == decimal.Truncate(amount);
        var rounded = decimal.Round(Math.Abs(amount), whole ? 0 : 2, MidpointRounding.AwayFromZero);
        return (amount < 0 ? "-$" : "$") + rounded.ToString(whole ? "N0" : "N2", UnitedStates);
    }

    /// <summary>Written for machines: two decimals, no separators (<c>1234.56</c>).</summary>
    public static string Plain(decimal amount) => Cents(amount).ToString("0.00", CultureInfo.InvariantCulture);
}
