using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.Domain.Letters;

/// <summary>What a template is for; what is empty fits everything.</summary>
public sealed record LetterScope(int? PayerId, DenialCategory? Category, WindowAction? Level);

/// <summary>Chooses the letter for a denial.</summary>
public static class LetterChoice
{
    /// <summary>The most particular template that fits: one for the payer before one for the category before one for the level; among equals the first in the list.</summary>
    public static T? Pick<T>(IEnumerable<T> templates, Func<T, LetterScope> scope, int payerId, DenialCategory category, WindowAction level)
        where T : class
        => templates.Where(t => Fits(scope(t), payerId, category, level)).OrderByDescending(t => Weight(scope(t))).FirstOrDefault();

    private static bool Fits(LetterScope scope, int payerId, DenialCategory category, WindowAction level) =>
        (scope.PayerId is not { } payer || payer == payerId) && (scope.Category is not { } kind || kind == category) && (scope.Level is not { } step || step == level);

    private static int Weight(LetterScope scope) => (scope.PayerId is null ? 0 : 4) + (scope.Category is null ? 0 : 2) + (scope.Level is null ? 0 : 1);
}
