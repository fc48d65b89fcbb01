namespace DenialDesk.Domain.Denials;

/// <summary>How a way stands.</summary>
public enum PathStanding
{
    /// <summary>Free to go.</summary>
    Open,

    /// <summary>Free to go, and something is to be weighed first.</summary>
    Caution,

    /// <summary>Shut.</summary>
    Stopped,
}

/// <summary>Something about one way.</summary>
/// <param name="Code">Stable snake_case name.</param>
/// <param name="Sentence">What a biller reads.</param>
/// <param name="Stop">Who may go past it; null for a caution, which stops nobody.</param>
public sealed record PathNote(string Code, string Sentence, PathOverride? Stop = null);

/// <summary>One way and what speaks against it.</summary>
public sealed record PathOption(WorkPath Path, IReadOnlyList<PathNote> Notes)
{
    /// <summary>Open, with a caution, or shut.</summary>
    public PathStanding Standing => Notes.Any(n => n.Stop is not null) ? PathStanding.Stopped : Notes.Count > 0 ? PathStanding.Caution : PathStanding.Open;

    /// <summary>What shuts it; empty when nothing does.</summary>
    public IEnumerable<PathNote> Stops => Notes.Where(n => n.Stop is not null);

    /// <summary>Whether nobody may go this way, whatever the reason.</summary>
    public bool Forbidden => Notes.Any(n => n.Stop == PathOverride.Never);
}

/// <summary>The way to go with a denial, why, and how every other way stands.</summary>
/// <param name="Recommended">Never a way that is shut.</param>
/// <param name="Reasons">Why, in sentences; at least one.</param>
/// <param name="Options">Every way, in the order of <see cref="WorkPath"/>.</param>
public sealed record PathAdvice(WorkPath Recommended, IReadOnlyList<string> Reasons, IReadOnlyList<PathOption> Options)
{
    /// <summary>How one way stands.</summary>
    public PathOption Of(WorkPath path) => Options[(int)path];
}

/// <summary>What somebody puts forward for going a way that is shut.</summary>
/// <param name="Reason">The person's words; null or blank says nothing.</param>
/// <param name="MayOverride">Whether the person holds the permission to override.</param>
/// <param name="Granted">Codes of stops that somebody with the permission has lifted for this denial already.</param>
public sealed record PathGround(string? Reason, bool MayOverride, IReadOnlySet<string> Granted)
{
    /// <summary>Nothing is put forward.</summary>
    public static PathGround None { get; } = new(null, false, new HashSet<string>());

    /// <summary>Whether it lifts one stop.</summary>
    public bool Lifts(PathNote stop) => stop.Stop switch
    {
        PathOverride.GoodCause => Granted.Contains(stop.Code) || !string.IsNullOrWhiteSpace(Reason),
        PathOverride.Lead => Granted.Contains(stop.Code) || (MayOverride && !string.IsNullOrWhiteSpace(Reason)),
        _ => stop.Stop is null,
    };
}
