namespace DenialDesk.Domain.Priority;

/// <summary>One attempt whose odds were written down before the payer decided, and what came of it.</summary>
/// <param name="Odds">Odds of reversal as predicted, 0 to 1.</param>
/// <param name="Low">Lower end of their 90% range.</param>
/// <param name="High">Upper end.</param>
/// <param name="Outcome">1 reversed in full, the paid share in part, 0 upheld.</param>
/// <param name="Group">Payer, code and family: attempts whose rate the range is about.</param>
public readonly record struct Prediction(double Odds, double Low, double High, double Outcome, string Group);

/// <summary>One bin of the reliability plot: what was predicted beside what happened.</summary>
/// <param name="From">Lower edge of the odds, inclusive.</param>
/// <param name="To">Upper edge; inclusive in the last bin only.</param>
/// <param name="Attempts">Attempts in it.</param>
/// <param name="Predicted">Their mean odds; 0 when there are none.</param>
/// <param name="Happened">Their mean outcome; 0 when there are none.</param>
/// <param name="Low">Lower end of the 90% interval of what happened.</param>
/// <param name="High">Upper end.</param>
public sealed record CalibrationBin(double From, double To, int Attempts, double Predicted, double Happened, double Low, double High);

/// <summary>How well odds came true.</summary>
public sealed record CalibrationReport
{
    /// <summary>Decided attempts.</summary>
    public required int Attempts { get; init; }

    /// <summary>Mean outcome: the base rate.</summary>
    public required double BaseRate { get; init; }

    /// <summary>Mean squared error of the odds; smaller is better.</summary>
    public required double Brier { get; init; }

    /// <summary>The same of a desk that always said the base rate.</summary>
    public required double BaseBrier { get; init; }

    /// <summary>How much smaller our error is than that of the base rate; negative when it is larger.</summary>
    public double Gain => BaseBrier - Brier;

    /// <summary>Lower end of the 90% interval of the gain.</summary>
    public required double GainLow { get; init; }

    /// <summary>Upper end.</summary>
    public required double GainHigh { get; init; }

    /// <summary>Mean logarithmic loss; smaller is better, .693 is a coin.</summary>
    public required double LogLoss { get; init; }

    /// <summary>Mean distance between what was predicted and what happened over the ten bins, weighted by attempts.</summary>
    public required double ExpectedError { get; init; }

    /// <summary>Groups of at least <see cref="CalibrationRule.GroupAttempts"/> attempts whose observed rate lay where the 90% range said.</summary>
    public required int GroupsInside { get; init; }

    /// <summary>Groups of at least that many attempts.</summary>
    public required int Groups { get; init; }

    /// <summary>The ten bins, from 0 up.</summary>
    public required IReadOnlyList<CalibrationBin> Bins { get; init; }

    /// <summary>Whether there are too few attempts to say anything.</summary>
    public bool TooFew => Attempts < CalibrationRule.FewestAttempts;
}

/// <summary>Holds odds that were written down beforehand against what the payers decided.</summary>
/// <remarks>Brier score and reliability as in weather forecasting; the base rate is taken from the same attempts, which favors it. The interval of the gain is that of a mean of paired differences.</remarks>
public static class CalibrationRule
{
    /// <summary>Under this many decided attempts nothing is claimed.</summary>
    public const int FewestAttempts = 100;

    /// <summary>Attempts a group needs before its range can be held against what happened.</summary>
    public const int GroupAttempts = 5;

    private const int BinCount = 10;

    /// <summary>Standard deviations of a 90% interval.</summary>
    private const double Ninety = 1.645;

    private const double Least = .001;

    /// <summary>The report of some attempts.</summary>
    public static CalibrationReport Of(IReadOnlyList<Prediction> attempts)
    {
        var n = attempts.Count;
        var rate = n == 0 ? 0 : attempts.Average(a => a.Outcome);
        double[] ours = [.. attempts.Select(a => Square(a.Odds - a.Outcome))];
        double[] gains = [.. attempts.Select((a, i) => Square(rate - a.Outcome) - ours[i])];
        var (gain, half) = (n == 0 ? 0 : gains.Average(), n < 2 ? 0 : Ninety * Deviation(gains) / Math.Sqrt(n));
        var bins = Bins(attempts);
        var (inside, groups) = Coverage(attempts);
        return new()
        {
            Attempts = n,
            BaseRate = rate,
            Brier = n == 0 ? 0 : ours.Average(),
            BaseBrier = n == 0 ? 0 : attempts.Average(a => Square(rate - a.Outcome)),
            GainLow = gain - half,
            GainHigh = gain + half,
            LogLoss = n == 0 ? 0 : attempts.Average(LogLoss),
            ExpectedError = n == 0 ? 0 : bins.Sum(b => b.Attempts * Math.Abs(b.Predicted - b.Happened)) / n,
            GroupsInside = inside,
            Groups = groups,
            Bins = bins,
        };
    }

    private static List<CalibrationBin> Bins(IReadOnlyList<Prediction> attempts)
    {
        var bins = new List<CalibrationBin>(BinCount);
        var byBin = attempts.ToLookup(a => Math.Clamp((int)(a.Odds * BinCount), 0, BinCount - 1));
        for (var i = 0; i < BinCount; i++)
        {
            List<Prediction> of = [.. byBin[i]];
            var happened = of.Count == 0 ? 0 : of.Average(a => a.Outcome);
            var (low, high) = Wilson(happened, of.Count);
            bins.Add(new((double)i / BinCount, (i + 1.0) / BinCount, of.Count, of.Count == 0 ? 0 : of.Average(a => a.Odds), happened, low, high));
        }

        return bins;
    }

    /// <summary>A group is inside when its rate is as near to the odds as their range and the chance of so few attempts allow together.</summary>
    private static (int Inside, int Groups) Coverage(IReadOnlyList<Prediction> attempts)
    {
        var (inside, groups) = (0, 0);
        foreach (var group in attempts.GroupBy(a => a.Group, StringComparer.Ordinal))
        {
            var n = group.Count();
            if (n < GroupAttempts) { continue; }

            var odds = group.Average(a => a.Odds);
            var spread = group.Average(a => a.High - a.Low) / (2 * Ninety);
            groups++;
            inside += Math.Abs(group.Average(a => a.Outcome) - odds) <= Ninety * Math.Sqrt(Square(spread) + (odds * (1 - odds) / n)) ? 1 : 0;
        }

        return (inside, groups);
    }

    /// <summary>Wilson's interval of a rate; paid shares count as parts of a success.</summary>
    private static (double Low, double High) Wilson(double rate, int n)
    {
        if (n == 0) { return (0, 0); }

        var z2 = Ninety * Ninety;
        var middle = (rate + (z2 / (2 * n))) / (1 + (z2 / n));
        var half = Ninety / (1 + (z2 / n)) * Math.Sqrt((rate * (1 - rate) / n) + (z2 / (4.0 * n * n)));
        return (Math.Max(0, middle - half), Math.Min(1, middle + half));
    }

    private static double LogLoss(Prediction attempt)
    {
        var odds = Math.Clamp(attempt.Odds, Least, 1 - Least);
        return -((attempt.Outcome * Math.Log(odds)) + ((1 - attempt.Outcome) * Math.Log(1 - odds)));
    }

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => Square(v - mean)) / (values.Length - 1));
    }

    private static double Square(double value) => value * value;
}
