namespace DenialDesk.App.Reviews;

/// <summary>What came back to a department in a month with one code.</summary>
/// <param name="Before">In the month before.</param>
public sealed record ReviewCode(string Code, string Title, string Category, string Step, long Denials, decimal Denied, long Before, decimal Recovered, long Lost)
{
    /// <summary>Whether denials nobody found a step for are among them, because the map names this one; null in packs kept before this was written down.</summary>
    public bool? Mapped { get; init; }
}

/// <summary>A denial to talk about: an account number, never a name.</summary>
public sealed record ReviewExample(int PracticeId, long DenialId, string Account, string Payer, string Code, decimal Denied, DateOnly DeniedOn, string Step);

/// <summary>One month of the department's trend.</summary>
public sealed record ReviewMonth(DateOnly Month, long Denials, decimal Denied);

/// <summary>A department's part.</summary>
/// <param name="Name">As the root-cause map calls it; empty: nobody's yet.</param>
/// <param name="Trend">Six months, the pack's own last.</param>
/// <param name="Actions">Open changes of the workflow that belong to it.</param>
public sealed record ReviewDepartment(string Name, IReadOnlyList<ReviewCode> Codes, IReadOnlyList<ReviewExample> Examples, IReadOnlyList<ReviewMonth> Trend, IReadOnlyList<WorkflowChange> Actions)
{
    /// <summary>Denials that came back in the month.</summary>
    public long Denials => Codes.Sum(c => c.Denials);

    /// <summary>Their dollars.</summary>
    public decimal Denied => Codes.Sum(c => c.Denied);
}

/// <summary>What a month's review meeting has before it.</summary>
public sealed record ReviewPack(DateOnly Month, IReadOnlyList<ReviewDepartment> Departments);

/// <summary>The pack of a practice and month.</summary>
/// <param name="KeptAt">When it was kept; null: it still moves with the data.</param>
/// <param name="Kept">Months that are kept, newest first.</param>
public sealed record ReviewView(int PracticeId, string Practice, ReviewPack Pack, DateTimeOffset? KeptAt, string? KeptBy, IReadOnlyList<DateOnly> Kept, IReadOnlyList<(int Id, string Name)> Practices)
{
    /// <summary>When a pack that still moves was added up; null: this moment.</summary>
    public DateTimeOffset? AsOf { get; init; }
}
