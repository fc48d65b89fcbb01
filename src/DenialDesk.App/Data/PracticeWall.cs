namespace DenialDesk.App.Data;

/// <summary>
/// The practices that the work under way may touch. <c>Actor.Must</c>, the first line of every use case, raises it; <see cref="DeskSource"/> reads it where
/// connections are opened. It flows with the call, so that no list and no helper of a use case has to remember it.
/// </summary>
internal static class PracticeWall
{
    private static readonly AsyncLocal<string?> Raised = new();

    /// <summary>The ids, joined by commas and in order; empty: no practice at all; null: no wall, every practice.</summary>
    public static string? Practices => Raised.Value;

    /// <summary>Lets the rest of the calling use case touch these practices only; null lifts the wall.</summary>
    public static void Raise(IReadOnlySet<int>? practices) => Raised.Value = practices is null ? null : string.Join(',', practices.Order());
}
