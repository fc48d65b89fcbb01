using System.Globalization;
using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.Priority;

/// <summary>A starting value that holds for one line of business instead of the category's.</summary>
/// <param name="Category">The category.</param>
/// <param name="Lob">The line of business, as payers carry it (<c>ma</c>).</param>
/// <param name="ReversalPrior">Odds of reversal before any history, 0 to 1.</param>
public sealed record LobPrior(DenialCategory Category, string Lob, double ReversalPrior);

/// <summary>What the ranking assumes before it has learned anything: minutes and starting odds by category, some odds by line of business. Judgements; admins change them, history outweighs them.</summary>
public sealed record PriorityStandards
{
    /// <summary>One line a category.</summary>
    public required IReadOnlyList<CategoryStandard> Categories { get; init; }

    /// <summary>Starting odds that differ by line of business.</summary>
    public required IReadOnlyList<LobPrior> Lobs { get; init; }

    /// <summary>What holds while nobody has changed it: Medicare Advantage gives way on authorizations more often than others, traditional Medicare less on medical necessity at the first level.</summary>
    public static PriorityStandards Shipped { get; } = new()
    {
        Categories = CategoryStandards.All,
        Lobs = [new(DenialCategory.Authorization, "ma", .60), new(DenialCategory.MedicalNecessity, "medicare_ffs", .35)],
    };

    /// <summary>The line of a category; the shipped one when it is missing.</summary>
    public CategoryStandard Of(DenialCategory category)
    {
        foreach (var line in Categories)
        {
            if (line.Category == category) { return line; }
        }

        return CategoryStandards.Of(category);
    }

    /// <summary>The starting odds of a category with a payer of a line of business.</summary>
    public double Prior(DenialCategory category, string? lob)
    {
        foreach (var line in Lobs)
        {
            if (line.Category == category && line.Lob == lob) { return line.ReversalPrior; }
        }

        return Of(category).ReversalPrior;
    }

    /// <summary>Null when it can hold, or what is wrong with it.</summary>
    public Refusal? Check()
    {
        foreach (var line in Categories)
        {
            if (line.Minutes is < 1 or > 480) { return new("standard_minutes", $"Minutes of {Name(line.Category)} are 1 to 480; {line.Minutes.ToString(CultureInfo.InvariantCulture)} is not."); }

            if (!Possible(line.ReversalPrior)) { return new("standard_odds", $"Starting odds of {Name(line.Category)} are 1% to 99%: what is never or always reversed could not learn."); }
        }

        foreach (var line in Lobs)
        {
            if (!Possible(line.ReversalPrior)) { return new("standard_odds", $"Starting odds of {Name(line.Category)} with {line.Lob} are 1% to 99%: what is never or always reversed could not learn."); }
        }

        return Categories.Select(c => c.Category).Distinct().Count() == Categories.Count && Lobs.Select(l => (l.Category, l.Lob)).Distinct().Count() == Lobs.Count
            ? null
            : new("standard_twice", "One category stands in the list twice. Keep one line of it.");
    }

    private static bool Possible(double odds) => odds is >= .01 and <= .99;

    private static string Name(DenialCategory category) => category.Text().Replace('_', ' ');
}
