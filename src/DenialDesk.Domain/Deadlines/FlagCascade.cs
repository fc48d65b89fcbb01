namespace DenialDesk.Domain.Deadlines;

/// <summary>Whom a deadline's mark is told to.</summary>
public enum FlagReader
{
    /// <summary>Who has the denial.</summary>
    Owner,

    /// <summary>The team leads of the practice; managers where there is no lead.</summary>
    Lead,

    /// <summary>The managers of the practice; admins where there is no manager.</summary>
    Manager,
}

/// <summary>How a deadline climbs: the nearer the last day, the more people are told. One table, docs/rules/flags.md.</summary>
/// <remarks>With an owner: the owner from the first mark on, the lead from three days, the manager from the day before. Nobody's denial is the lead's from the
/// first mark on and the manager's from seven days, because nobody else will see it. One that waits for the payer is marked and told to nobody: it was sent.</remarks>
public static class FlagCascade
{
    /// <summary>The mark of a denial that ran out with no decision.</summary>
    public const string Expired = "expired";

    /// <summary>The mark of a payer that is silent: two answers in a row were due and did not come. No deadline's mark: it stands outside <see cref="Flags"/>.</summary>
    public const string Silent = "silent";

    /// <summary>The mark of a change in the prevention ledger that was kept and has stopped working; it tells of the change, of no denial.</summary>
    public const string Regressed = "regressed";

    private static readonly FlagReader[] _all = [FlagReader.Owner, FlagReader.Lead, FlagReader.Manager];

    /// <summary>Every mark there is, from the farthest to the worst.</summary>
    public static IReadOnlyList<string> Flags { get; } = [.. DeadlineFlag.Steps.Select(step => step.ToString(System.Globalization.CultureInfo.InvariantCulture)), DeadlineFlag.Overdue, Expired];

    /// <summary>Who is told of a mark.</summary>
    /// <param name="flag">"14", "7", "3", "1", "0", "overdue", "expired" or "silent"; anything else is told to nobody.</param>
    /// <param name="owned">Whether somebody has the denial.</param>
    public static IReadOnlyList<FlagReader> Readers(string flag, bool owned) => (flag, owned) switch
    {
        ("14" or "7", true) => [FlagReader.Owner],
        ("3" or Silent, true) => [FlagReader.Owner, FlagReader.Lead],
        ("1" or "0" or DeadlineFlag.Overdue or Expired, true) => _all,
        ("14" or Silent, false) => [FlagReader.Lead],
        ("7" or "3" or "1" or "0" or DeadlineFlag.Overdue or Expired, false) => [FlagReader.Lead, FlagReader.Manager],
        _ => [],
    };

    /// <summary>A mark in a person's words: "due in 3 days".</summary>
    public static string Words(string flag) => flag switch
    {
        "0" => "due today",
        "1" => "due tomorrow",
        DeadlineFlag.Overdue => "past its last day",
        Expired => "expired with no decision",
        "write_off_asked" => "write-off to approve",
        "write_off_approved" => "write-off approved",
        "write_off_rejected" => "write-off rejected",
        Regressed => "a change stopped working",
        Silent => "no answer from the payer, twice",
        _ => $"due within {flag} days",
    };
}
