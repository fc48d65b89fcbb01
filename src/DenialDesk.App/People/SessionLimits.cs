using Microsoft.Extensions.Configuration;

namespace DenialDesk.App.People;

/// <summary>How long a sign-in lasts.</summary>
/// <param name="Idle">Without a key, a click or a page (Auth:IdleMinutes, default 15).</param>
/// <param name="Longest">From its beginning, whatever is done (Auth:SessionHours, default 12).</param>
/// <remarks>NIST SP 800-63B-4, the limits of its highest level: fifteen minutes idle, twelve hours in all.</remarks>
public sealed record SessionLimits(TimeSpan Idle, TimeSpan Longest)
{
    /// <summary>How long a proof of who somebody is opens weighty changes and exports (Auth:FreshMinutes, default 5).</summary>
    public TimeSpan Fresh { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Fifteen minutes and twelve hours.</summary>
    public static SessionLimits Default { get; } = new(TimeSpan.FromMinutes(15), TimeSpan.FromHours(12));

    /// <summary>Reads the settings; throws with a sentence when one is wrong.</summary>
    public static SessionLimits From(IConfiguration configuration)
        => new(TimeSpan.FromMinutes(Whole(configuration, "Auth:IdleMinutes", 15, 3, 720)), TimeSpan.FromHours(Whole(configuration, "Auth:SessionHours", 12, 1, 24)))
        {
            Fresh = TimeSpan.FromMinutes(Whole(configuration, "Auth:FreshMinutes", 5, 1, 720)),
        };

    private static int Whole(IConfiguration configuration, string name, int unset, int least, int most)
        => configuration[name] is not { Length: > 0 } text ? unset
            : int.TryParse(text, out var number) && number >= least && number <= most ? number
            : throw new InvalidOperationException($"{name} must be a whole number from {least} to {most}.");
}
