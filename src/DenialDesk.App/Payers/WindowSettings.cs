using Microsoft.Extensions.Configuration;

namespace DenialDesk.App.Payers;

/// <summary>How changes of payers' windows come into force.</summary>
/// <param name="SecondAdmin">True: one admin proposes, another approves; nobody puts a window in force alone. Whoever runs the server decides, not an admin in the browser.</param>
public sealed record WindowSettings(bool SecondAdmin)
{
    /// <summary>One admin is enough.</summary>
    public static WindowSettings Default { get; } = new(false);

    /// <summary>Reads Windows:SecondAdmin; throws with a sentence when it is neither true nor false.</summary>
    public static WindowSettings From(IConfiguration configuration) => configuration["Windows:SecondAdmin"] switch
    {
        null or "" => Default,
        var text when bool.TryParse(text, out var both) => new(both),
        _ => throw new InvalidOperationException("Windows:SecondAdmin must be true or false."),
    };
}
