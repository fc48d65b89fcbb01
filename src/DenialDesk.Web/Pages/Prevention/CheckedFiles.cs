using System.Collections.Concurrent;
using DenialDesk.App.Prevention;

namespace DenialDesk.Web.Pages.Prevention;

/// <summary>The last check of each person, in memory only and not for long, so that its list can be taken away as a file. The checked file itself is not kept.</summary>
public sealed class CheckedFiles(TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<Guid, ClaimCheck> _last = [];

    /// <summary>Remembers a person's last check, and forgets the old ones of others.</summary>
    public void Keep(Guid? person, ClaimCheck check)
    {
        foreach (var (who, old) in _last)
        {
            if (old.At + Kept < clock.GetUtcNow()) { _last.TryRemove(who, out _); }
        }

        if (person is { } id) { _last[id] = check; }
    }

    /// <summary>A person's last check; null when there is none of the last half hour.</summary>
    public ClaimCheck? Of(Guid? person) => person is { } id && _last.TryGetValue(id, out var check) && check.At + Kept >= clock.GetUtcNow() ? check : null;
}
