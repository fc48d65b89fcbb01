using System.Collections.Frozen;

namespace DenialDesk.Domain.People;

/// <summary>The three roles and what each may do. A denied permission wins over every role that grants it.</summary>
public static class Roles
{
    /// <summary>Works the queue.</summary>
    public const string Biller = "biller";

    /// <summary>Leads billers: assigns, approves, reads figures.</summary>
    public const string Manager = "manager";

    /// <summary>Sets the desk up: people, payers, codes. Also everything a manager may do.</summary>
    public const string Admin = "admin";

    private static readonly Permission[] BillerMay =
    [
        Permission.SeeDenials, Permission.WorkDenials, Permission.WriteOff, Permission.SeeRemittances, Permission.ImportFiles, Permission.SeePayers,
    ];

    private static readonly Permission[] ManagerMay =
    [
        .. BillerMay, Permission.AssignOthers, Permission.ApproveWriteOffs, Permission.UndoOthers, Permission.DecideQuarantine, Permission.SeeTrends, Permission.SeeAudit,
    ];

    private static readonly FrozenDictionary<string, FrozenSet<Permission>> Granted = new Dictionary<string, FrozenSet<Permission>>
    {
        [Biller] = BillerMay.ToFrozenSet(),
        [Manager] = ManagerMay.ToFrozenSet(),
        [Admin] = Enum.GetValues<Permission>().ToFrozenSet(),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every role, from the least to the most.</summary>
    public static IReadOnlyList<string> All { get; } = [Biller, Manager, Admin];

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
