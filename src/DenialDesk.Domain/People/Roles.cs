using System.Collections.Frozen;

namespace DenialDesk.Domain.People;

/// <summary>The five roles and what each may do. A denied permission wins over every role that grants it.</summary>
public static class Roles
{
    /// <summary>Works the queue.</summary>
    public const string Biller = "biller";

    /// <summary>A biller who also gives work to others, undoes their steps and sees the team's figures.</summary>
    public const string Lead = "lead";

    /// <summary>Leads the team: assigns, approves, reads figures.</summary>
    public const string Manager = "manager";

    /// <summary>Sets the desk up: people, payers, codes. Also everything a manager may do.</summary>
    public const string Admin = "admin";

    /// <summary>Sees all that a manager and an admin see, the journal too, and changes nothing.</summary>
    public const string Auditor = "auditor";

    private static readonly Permission[] BillerMay =
    [
        Permission.SeeDenials, Permission.WorkDenials, Permission.WriteOff, Permission.SeeRemittances, Permission.ImportFiles, Permission.SeePayers,
    ];

    private static readonly Permission[] LeadMay = [.. BillerMay, Permission.AssignOthers, Permission.UndoOthers, Permission.OverridePath, Permission.SeeTrends, Permission.DecideWriteOffs];

    private static readonly Permission[] ManagerMay =
    [
        .. LeadMay, Permission.ApproveWriteOffs, Permission.DecideQuarantine, Permission.SeeAudit, Permission.DecideAudit, Permission.ManagePrevention,
    ];

    private static readonly Permission[] AuditorMay =
    [
        Permission.SeeDenials, Permission.SeeRemittances, Permission.SeeTrends, Permission.SeePayers, Permission.SeePractices, Permission.SeePeople, Permission.SeeJobs,
        Permission.SeeJournal, Permission.SeeAudit,
    ];

    private static readonly FrozenDictionary<string, FrozenSet<Permission>> Granted = new Dictionary<string, FrozenSet<Permission>>
    {
        [Biller] = BillerMay.ToFrozenSet(),
        [Lead] = LeadMay.ToFrozenSet(),
        [Manager] = ManagerMay.ToFrozenSet(),
        [Admin] = Enum.GetValues<Permission>().ToFrozenSet(),
        [Auditor] = AuditorMay.ToFrozenSet(),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every role, from the least to the most, then the one that only looks.</summary>
    public static IReadOnlyList<string> All { get; } = [Biller, Lead, Manager, Admin, Auditor];

    /// <summary>
    /// Duties that reach over practices by their nature: a file may speak of several, payers and codes are everybody's, people and jobs belong to the desk.
    /// Everything else stays behind the wall of the practices a person may see.
    /// </summary>
    public static IReadOnlySet<Permission> OfTheWholeDesk { get; } = new[]
    {
        Permission.ImportFiles, Permission.DecideQuarantine, Permission.ManagePayers, Permission.ManageCodes, Permission.ManagePractices, Permission.ManageSettings, Permission.ManagePeople,
        Permission.SeeJobs, Permission.RunJobs,
    }.ToFrozenSet();

    /// <summary>What one role grants; nothing for an unknown role.</summary>
    public static IReadOnlySet<Permission> Of(string role) => Granted.GetValueOrDefault(role.Trim(), FrozenSet<Permission>.Empty);

    /// <summary>What a person may do: everything any role grants, minus everything denied to the person.</summary>
    public static IReadOnlySet<Permission> Effective(IEnumerable<string> roles, IEnumerable<Permission>? denied = null)
    {
        var may = roles.SelectMany(Of).ToHashSet();
        may.ExceptWith(denied ?? []);
        return may;
    }
}
