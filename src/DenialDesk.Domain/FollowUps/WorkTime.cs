namespace DenialDesk.Domain.FollowUps;

/// <summary>What was measured of one kind of work.</summary>
/// <param name="Decided">Denials whose work is over.</param>
/// <param name="Minutes">Minutes spent on them, all people together.</param>
public sealed record MeasuredWork(int Decided, double Minutes);

/// <summary>How time at a page becomes minutes of work. Worked examples: docs/rules/follow-up.md.</summary>
public static class WorkTime
{
    /// <summary>Seconds without a key or a pointer after which nobody is working.</summary>
    public const int IdleSeconds = 120;

    /// <summary>The most seconds that one visit to a denial counts.</summary>
    public const int MostSeconds = 60 * 60;

    /// <summary>Fewer seconds than this are a glance, and no work.</summary>
    public const int LeastSeconds = 5;

    /// <summary>Decided denials that the standard minutes weigh as much as.</summary>
    public const int StandardWeight = 20;

    /// <summary>The seconds of a visit that count; 0 for a glance.</summary>
    /// <param name="active">Seconds in which the page was in front of somebody.</param>
    /// <param name="open">Seconds for which it was open at all: more than these nobody worked.</param>
    public static int Counted(int active, int open)
    {
        var seconds = Math.Min(Math.Min(active, open), MostSeconds);
        return seconds < LeastSeconds ? 0 : seconds;
    }

    /// <summary>Minutes for a kind of denial: the standard, drawn towards what was measured the more is known.</summary>
    /// <param name="standard">Standard minutes of the category.</param>
    /// <param name="measured">What was measured; null: nothing.</param>
    /// <returns>(20 × standard + measured minutes) ÷ (20 + decided denials), never under 1, in tenths.</returns>
    public static double Minutes(double standard, MeasuredWork? measured) => Math.Max(1, Math.Round(Drawn(standard, measured), 1));

    /// <summary>Minutes for a kind of denial of one payer: the standard drawn towards the category's time, and that towards the payer's own, each as far as it is known.</summary>
    /// <param name="standard">Standard minutes of the category.</param>
    /// <param name="category">What was measured of the category with all payers; null: nothing.</param>
    /// <param name="payer">What was measured of it with this payer; null: nothing.</param>
    /// <returns>Minutes, never under 1, in tenths.</returns>
    public static double Minutes(double standard, MeasuredWork? category, MeasuredWork? payer)
        => category is null && payer is null ? standard : Math.Max(1, Math.Round(Drawn(Drawn(standard, category), payer), 1));

    private static double Drawn(double standard, MeasuredWork? measured)
        => measured is not { Decided: > 0 } known ? standard
            : ((StandardWeight * standard) + known.Minutes) / (StandardWeight + known.Decided);
}
