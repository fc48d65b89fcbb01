using Microsoft.AspNetCore.Identity;

namespace DenialDesk.App.People;

/// <summary>A person who signs in.</summary>
public sealed class DeskUser : IdentityUser<Guid>
{
    /// <summary>The name colleagues see.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>True: sees every practice; false: only those of practice_member.</summary>
    public bool AllPractices { get; set; } = true;

    /// <summary>When the person was shut out (UTC); null while they may sign in.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>True after an admin set the password: the person must choose their own first.</summary>
    public bool MustChangePassword { get; set; }

    /// <summary>A sign-in of the demo practice.</summary>
    public bool IsDemo { get; set; }

    /// <summary>When the person was added (UTC).</summary>
    public DateTimeOffset CreatedAt { get; set; }
}
