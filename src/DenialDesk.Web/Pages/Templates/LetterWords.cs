using DenialDesk.App.Payers;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.Web.Pages.Templates;

/// <summary>The steps letters are written for.</summary>
internal static class LetterWords
{
    /// <summary>In the order of a denial's life.</summary>
    public static IReadOnlyList<WindowAction> Levels { get; } =
    [
        WindowAction.CorrectedClaim, WindowAction.TimelyFilingException, WindowAction.RecordsResponse, WindowAction.Reconsideration, WindowAction.Appeal1, WindowAction.Appeal2, WindowAction.ExternalReview,
    ];

    public static string Of(WindowAction level) => WindowWords.Of(level);
}
