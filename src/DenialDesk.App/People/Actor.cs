using DenialDesk.App.Data;
using DenialDesk.Domain.People;

namespace DenialDesk.App.People;

/// <summary>Who is asking, as the database says at this moment: name, roles and practices are read again for every command.</summary>
/// <param name="UserId">Null for the desk itself (jobs, command line).</param>
/// <param name="Name">Shown in the journal.</param>
/// <param name="Permissions">What this person may do.</param>
/// <param name="PracticeIds">The practices this person may see; null means all.</param>
public sealed record Actor(Guid? UserId, string Name, IReadOnlySet<Permission> Permissions, IReadOnlySet<int>? PracticeIds)
{
    /// <summary>What the person has to do before anything else; until then no permission is held.</summary>
    public Owed Owes { get; init; }

    /// <summary>Whether the person last proved who they are too long ago for weighty changes and exports; never for jobs and programs with a key.</summary>
    public bool Stale { get; init; }

    /// <summary>Whether a passkey was the last proof, and a moment ago: then no password is asked for what concerns the person's own factors.</summary>
    public bool PasskeyJustNow { get; init; }

    /// <summary>The desk itself: nightly jobs, the watched folder, and whoever holds the server's command line.</summary>
    public static Actor Desk { get; } = new(null, "DenialDesk", Enum.GetValues<Permission>().ToHashSet(), null);

    /// <summary>Whether the permission is held; for showing or hiding a button, never instead of <see cref="Must"/>.</summary>
    public bool May(Permission permission) => Permissions.Contains(permission);

    /// <summary>
    /// Throws <see cref="NotPermittedException"/> without the permission, and raises the practice wall for the rest of the use case. The first line of every
    /// use case. Duties of the whole desk (<see cref="Roles.OfTheWholeDesk"/>) work without the wall and narrow what they show by <see cref="PracticeScope"/>.
    /// </summary>
    public void Must(Permission permission)
    {
        if (!May(permission)) { throw new NotPermittedException(permission); }

        PracticeWall.Raise(Roles.OfTheWholeDesk.Contains(permission) ? null : PracticeIds);
    }

    /// <summary>As <see cref="Must"/>, and throws <see cref="StaleProofException"/> when the person has not proved who they are within the last minutes.</summary>
    public void MustFreshly(Permission permission)
    {
        Must(permission);
        if (Stale) { throw new StaleProofException(); }
    }

    /// <summary>Whether rows of this practice may be seen. Someone else's practice is answered as "not found", never as "forbidden".</summary>
    public bool Sees(int practiceId) => PracticeIds is null || PracticeIds.Contains(practiceId);

    /// <summary>The practice filter as an SQL parameter: null means every practice.</summary>
    public int[]? PracticeScope => PracticeIds?.ToArray();
}

/// <summary>What stands between a person and the desk.</summary>
public enum Owed
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>An admin knows the password: the person chooses their own.</summary>
    OwnPassword,

    /// <summary>The desk wants a second factor and this sign-in was made with one alone.</summary>
    SecondFactor,
}

/// <summary>A weighty change or an export, long after the person last proved who they are. The page leads to proving it again; nothing was done.</summary>
public sealed class StaleProofException() : Exception("Prove again who you are.");

/// <summary>Someone asked for what their role does not allow. The page shows a plain refusal; the attempt is logged.</summary>
public sealed class NotPermittedException(Permission permission) : Exception($"Not permitted: {permission}")
{
    /// <summary>What was missing.</summary>
    public Permission Permission { get; } = permission;
}
