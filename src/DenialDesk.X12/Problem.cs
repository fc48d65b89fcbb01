namespace DenialDesk.X12;

/// <summary>How much an oddity in a file matters.</summary>
public enum Severity
{
    /// <summary>Worth knowing; nothing is lost or doubtful.</summary>
    Note,

    /// <summary>Something is doubtful; it is shown beside what was read.</summary>
    Warning,

    /// <summary>The transaction (or the file, when it stands outside every transaction) must not be posted before a person has looked.</summary>
    Rejects,
}

/// <summary>An oddity found while reading: data, not an exception.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Code">Stable kebab-case name, for tests, filters and counting.</param>
/// <param name="At">Where it stands.</param>
/// <param name="Sentence">What is odd and what to do, for a biller; holds positions, codes and counts, never names, numbers of people or other values.</param>
public sealed record Problem(Severity Severity, string Code, Location At, string Sentence);
