using System.Globalization;

namespace DenialDesk.Web.Components.Charts;

/// <summary>What all charts share: how numbers stand in SVG, and how long names are cut.</summary>
internal static class Chart
{
    /// <summary>A coordinate.</summary>
    public static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A name that fits; the whole one stands in the table and in the link's words.</summary>
    public static string Short(string name, int most) => name.Length <= most ? name : name[..(most - 1)].TrimEnd() + "…";

    /// <summary>A round number of at least the value, for the top of a scale: 1, 2, 2.5 or 5 times a power of ten.</summary>
    public static double RoundUp(double value)
    {
        if (value <= 0) { return 1; }

        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        var steps = new[] { 1, 2, 2.5, 5, 10 };
        return steps.First(s => s * power >= value - 1e-12) * power;
    }
}
