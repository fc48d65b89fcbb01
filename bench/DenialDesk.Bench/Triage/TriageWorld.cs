using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Priority;

namespace DenialDesk.Bench.Triage;

/// <summary>
/// A made-up practice's year, from one seed: twelve payers with windows counted from the remittance or from the service, ten categories, eight procedure
/// families, denials that arrive with few days left, two spikes, absent days, and a backlog of twenty days on the first morning.
/// </summary>
/// <remarks>The truth is kept apart from what a score may see: amounts are estimated with an error, minutes are the category's, odds are learned from 3,000 past outcomes.</remarks>
internal sealed class TriageWorld
{
    public const int Workdays = 250;
    private const int Before = 60;
    private const int Backlog = 20;
    private const double PerDay = 20;
    private const int Outcomes = 3_000;

    private static readonly DenialCategory[] Categories =
    [
        DenialCategory.Registration, DenialCategory.Documentation, DenialCategory.Coding, DenialCategory.Bundling, DenialCategory.Eligibility, DenialCategory.Authorization,
        DenialCategory.MedicalNecessity, DenialCategory.Duplicate, DenialCategory.TimelyFiling, DenialCategory.NonCovered,
    ];

    private static readonly double[] CategoryShare = [.16, .15, .13, .10, .16, .10, .05, .07, .04, .04];

    /// <summary>Window in calendar days, and whether it runs from the date of service.</summary>
    private static readonly (int Days, bool FromService)[] Windows =
        [(120, false), (60, false), (90, false), (180, false), (45, false), (30, false), (90, true), (180, true), (365, true), (120, true), (65, false), (180, false)];

    private static readonly double[] PayerShare = [.16, .08, .10, .12, .06, .04, .08, .09, .10, .06, .06, .05];

    /// <summary>Mean dollars of a procedure family and how often it comes; together a mean of about $269.</summary>
    private static readonly (double Mean, double Share)[] Families = [(95, .38), (45, .16), (320, .11), (85, .11), (160, .10), (700, .07), (1_500, .04), (2_000, .03)];

    private static readonly double[] Weekday = [1.25, 1.05, 1.0, .9, .8];

    private readonly TriageChance _chance;
    private readonly Dictionary<(int, int, int), double> _effects = [];
    private readonly double[] _categoryTruth;
    private readonly DateOnly[] _days;
    private readonly double[] _scale;

    public TriageWorld(int seed, double amountSpread = .55)
    {
        _chance = new(seed);
        AmountSpread = amountSpread;
        _days = Calendar();
        _scale = [.. Families.Select(f => f.Mean)];
        _categoryTruth = [.. Categories.Select(c => Off(CategoryStandards.Of(c).ReversalPrior))];
        Odds = new(Enumerable.Range(0, Outcomes).Select(_ => Past()));
        Claims = Arrivals();
        Absent = [.. Enumerable.Range(0, Workdays).Select(_ => _chance.Uniform() < .06)];
    }

    public double AmountSpread { get; }

    /// <summary>All denials, the sixty workdays before the year included; of those only the last twenty days' are still open on the first morning.</summary>
    public IReadOnlyList<TriageClaim> Claims { get; }

    /// <summary>What is believed of the odds.</summary>
    public TriageLearning Odds { get; }

    /// <summary>Days with half a team.</summary>
    public IReadOnlyList<bool> Absent { get; }

    /// <summary>The calendar day of a workday of the year.</summary>
    public DateOnly Day(int workday) => _days[workday + Before];

    /// <summary>Whether anybody can work it in the year.</summary>
    public static bool InPlay(TriageClaim claim) => claim.Arrives >= -Backlog && claim.LastDay >= 0;

    /// <summary>The team's minutes on each workday when the arriving minutes are <paramref name="load"/> times what it can do.</summary>
    public double[] Capacity(double load)
    {
        var arriving = Claims.Where(c => c.Arrives >= 0).Sum(c => c.TrueMinutes) / Workdays;
        var present = Absent.Average(a => a ? .5 : 1);
        return [.. Absent.Select(a => arriving / load / present * (a ? .5 : 1))];
    }

    private static DateOnly[] Calendar()
    {
        var days = new List<DateOnly>();
        for (var day = new DateOnly(2024, 10, 1); days.Count < Before + Workdays + 400; day = day.AddDays(1))
        {
            if (BusinessDays.Is(day)) { days.Add(day); }
        }

        return [.. days];
    }

    /// <summary>Starting values are judgements: the truth lies 5 to 15 points off.</summary>
    private double Off(double prior) => Math.Clamp(prior + ((_chance.Uniform() < .5 ? -1 : 1) * (.05 + (.10 * _chance.Uniform()))), .03, .95);

    private TriageClaim[] Arrivals()
    {
        var claims = new List<TriageClaim>();
        var spikes = new[] { Spike(), Spike() };
        for (var day = -Before; day < Workdays; day++)
        {
            var date = Day(day);
            for (var n = _chance.Poisson(PerDay * Weekday[(int)date.DayOfWeek - 1]); n > 0; n--) { claims.Add(Claim(claims.Count, day, _chance.Pick(PayerShare), _chance.Pick(CategoryShare))); }

            foreach (var (payer, category, from) in spikes.Where(s => day >= s.From && day < s.From + 20))
            {
                for (var n = _chance.Poisson(6); n > 0; n--) { claims.Add(Claim(claims.Count, day, payer, category)); }
            }
        }

        return [.. claims];
    }

    private (int Payer, int Category, int From) Spike() => (_chance.Pick(PayerShare), _chance.Pick(CategoryShare), (int)(_chance.Uniform() * (Workdays - 40)));

    private TriageClaim Claim(int id, int day, int payer, int category)
    {
        var (carc, family) = ((category * 3) + _chance.Pick([.5, .3, .2]), _chance.Pick([.. Families.Select(f => f.Share)]));
        var amount = _scale[family] * _chance.LogNormal(AmountSpread);
        var denied = Day(day);
        var left = _chance.Uniform() < .05
            ? 2 + (int)(_chance.Uniform() * 19)
            : Math.Max(2, Windows[payer].Days - (Windows[payer].FromService ? (int)Math.Max(12, 35 + (12 * _chance.Normal())) : 0));
        var due = denied.AddDays(left);
        return new()
        {
            Id = id,
            Arrives = day,
            DeniedOn = denied,
            DueOn = due,
            LastDay = LastWorkday(due),
            Payer = payer,
            Carc = carc,
            Family = family,
            Category = Categories[category],
            Amount = amount,
            TrueOdds = Truth(payer, category, carc, family, claim: true),
            TrueMinutes = CategoryStandards.Of(Categories[category]).Minutes * _chance.LogNormal(.35),
            Estimate = Math.Round((decimal)(amount * _chance.LogNormal(.2)), 2),
        };
    }

    private TriageLearning.Outcome Past()
    {
        var (payer, category) = (_chance.Pick(PayerShare), _chance.Pick(CategoryShare));
        var (carc, family) = ((category * 3) + _chance.Pick([.5, .3, .2]), _chance.Pick([.. Families.Select(f => f.Share)]));
        return new(payer, Categories[category], carc, family, _chance.Uniform() < Truth(payer, category, carc, family, claim: true), (int)(_chance.Uniform() * 365));
    }

    private int LastWorkday(DateOnly due)
    {
        var at = Array.BinarySearch(_days, due);
        return (at >= 0 ? at : ~at - 1) - Before;
    }

    /// <summary>Log-odds add up: the category's truth, then what is peculiar to the payer, to payer and category, to the code, to all three with the family, and to the claim.</summary>
    private double Truth(int payer, int category, int carc, int family, bool claim)
    {
        var mean = _categoryTruth[category];
        var logit = Math.Log(mean / (1 - mean)) + Effect(1, payer, 0, .35) + Effect(2, payer, category, .35) + Effect(3, carc, 0, .35) + Effect(4 + payer, carc, family, .3) + (claim ? .7 * _chance.Normal() : 0);
        return 1 / (1 + Math.Exp(-logit));
    }

    private double Effect(int kind, int first, int second, double spread)
    {
        if (!_effects.TryGetValue((kind, first, second), out var effect)) { _effects[(kind, first, second)] = effect = spread * _chance.Normal(); }

        return effect;
    }
}
